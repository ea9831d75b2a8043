package io.rsyncbackup.backup;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.run.Cancellation;

/** A run's cancellation as the programs' stop signal. */
record Stop(Cancellation cancellation) implements StopSignal {
    @Override
    public boolean requested() {
        return cancellation.requested();
    }

    @Override
    public AutoCloseable onRequest(Runnable action) {
        return cancellation.onRequest(action);
    }
}
