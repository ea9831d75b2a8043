package io.rsyncbackup.run;

/** Called inside the transaction that starts or ends a run: what must be remembered with it. No process, no network. */
public interface RunEndListener {
    /** Must not throw: what fails here is only logged, and no run waits for it. */
    default void started(Run run) {}

    void ended(Run run);
}
