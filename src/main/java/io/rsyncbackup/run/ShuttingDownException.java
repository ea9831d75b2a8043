package io.rsyncbackup.run;

/** The server is stopping and takes no new runs. */
public final class ShuttingDownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ShuttingDownException() {
        super("the server is shutting down and takes no new runs; ask again when it is back");
    }
}
