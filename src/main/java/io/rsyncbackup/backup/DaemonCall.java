package io.rsyncbackup.backup;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an rsync daemon tells its hooks of one connection.
 *
 * @param module the directory of the module; absolute
 * @param process of the daemon, the same before and after a transfer
 * @param arguments of the daemon's side; empty after a transfer
 * @param from the client's address
 */
public record DaemonCall(
        Path module,
        long process,
        List<String> arguments,
        @Nullable String from) {
    public DaemonCall {
        if (!module.isAbsolute()) {
            throw new IllegalArgumentException("a module's path is absolute: " + module);
        }
        arguments = List.copyOf(arguments);
    }
}
