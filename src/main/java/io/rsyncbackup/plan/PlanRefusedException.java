package io.rsyncbackup.plan;

/** A plan was not changed or deleted, and why. */
public final class PlanRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was in the way. */
    public enum Reason {
        NOT_EDITABLE,
        IN_USE,
        PRECONDITION
    }

    private final Reason reason;

    PlanRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
