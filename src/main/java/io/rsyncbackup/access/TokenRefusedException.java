package io.rsyncbackup.access;

/** A token was not made or not taken away, and why. */
public final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was in the way. */
    public enum Reason {
        NOT_FOUND,
        NAME_TAKEN,
        LAST_ADMIN
    }

    private final Reason reason;

    TokenRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
