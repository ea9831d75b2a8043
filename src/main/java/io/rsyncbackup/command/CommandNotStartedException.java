package io.rsyncbackup.command;

/** The program does not exist or could not be started. The message says what to do. */
public final class CommandNotStartedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandNotStartedException(String message, Throwable cause) {
        super(message, cause);
    }
}
