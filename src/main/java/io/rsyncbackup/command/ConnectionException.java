package io.rsyncbackup.command;

/** The other host could not be reached or did not let us in. The message says what to do. */
public final class ConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public enum Kind {
        /** It may work when tried again. */
        NETWORK,
        /** The host's key is unknown, has changed, or cannot be agreed on. */
        HOST_KEY,
        /** The host is the right one, but it does not let us in. */
        AUTHENTICATION,
        /** The host let us in, but does not forward to where the tunnel should end. */
        TUNNEL
    }

    public ConnectionException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ConnectionException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
