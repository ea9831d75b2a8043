package io.rsyncbackup.run;

/** Why and whether a run must end now. Once requested it stays so. */
public interface Cancellation {
    boolean requested();

    /** Runs the action once when requested, or at once if it already is; close to forget it. */
    AutoCloseable onRequest(Runnable action);
}
