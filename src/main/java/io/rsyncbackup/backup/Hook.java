package io.rsyncbackup.backup;

import java.time.Duration;
import java.util.List;

/**
 * A command that somebody wants around runs.
 *
 * @param command program and arguments
 * @param timeout after which it is ended
 */
public record Hook(List<String> command, Duration timeout) {
    public Hook {
        command = List.copyOf(command);
    }
}
