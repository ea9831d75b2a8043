package io.rsyncbackup.run;

/** Called inside the transaction that queues a run: what must be remembered with it. No process, no network. */
public interface RunQueuedListener {
    void queued(Run run);
}
