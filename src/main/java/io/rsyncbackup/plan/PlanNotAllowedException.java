package io.rsyncbackup.plan;

/** A plan made over the API would read or write where the configuration does not allow it. */
public final class PlanNotAllowedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which end. */
    public enum End {
        SOURCE,
        DESTINATION
    }

    private final End end;

    PlanNotAllowedException(End end, String message) {
        super(message);
        this.end = end;
    }

    public End end() {
        return end;
    }
}
