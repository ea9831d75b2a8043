package io.rsyncbackup.run;

/** The states of a run and of a step. */
public enum RunState {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    PARTIAL,
    FAILED,
    CANCELLED,
    INTERRUPTED,
    SKIPPED;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }

    /** A run or step never leaves an ended state, and never goes back. */
    boolean mayBecome(RunState next) {
        return switch (this) {
            case QUEUED -> next == RUNNING || next == CANCELLED || next == SKIPPED;
            case RUNNING -> next.ended();
            case SUCCEEDED, PARTIAL, FAILED, CANCELLED, INTERRUPTED, SKIPPED -> false;
        };
    }

    /** Lower case with dashes, as in the API and the database. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
