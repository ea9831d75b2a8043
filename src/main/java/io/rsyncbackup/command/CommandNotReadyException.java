package io.rsyncbackup.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program that should have gone on running was not ready. */
public final class CommandNotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CommandResult result;

    public CommandNotReadyException(String message, @Nullable CommandResult result) {
        super(message);
        this.result = result;
    }

    /** How it ended; absent when it was ended since it took too long. */
    public Optional<CommandResult> result() {
        return Optional.ofNullable(result);
    }
}
