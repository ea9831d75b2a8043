package io.rsyncbackup.run;

/** Called inside the transaction that ends a run: what must be remembered with it. No process, no network. */
public interface RunEndListener {
    void ended(Run run);
}
