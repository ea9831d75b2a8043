package io.rsyncbackup.destination;

/** A destination that cannot be used now. The message says why and what to do. */
public final class DestinationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        NOT_RECOGNISED,
        UNAVAILABLE,
        BUSY,
        OUT_OF_SPACE,
        OUT_OF_INODES,
        READ_ONLY,
        PERMISSION,
        LATEST_INCOMPLETE,
        NETWORK,
        HOST_KEY,
        AUTHENTICATION
    }

    private final Reason reason;

    public DestinationException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public DestinationException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The same with the plan's name in the paths that the message names. */
    public DestinationException forPlan(String plan) {
        return new DestinationException(reason, String.valueOf(getMessage()).replace("{plan}", plan), this);
    }

    public Reason reason() {
        return reason;
    }
}
