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

    /** Lower case with dashes, as in the API and the database. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
