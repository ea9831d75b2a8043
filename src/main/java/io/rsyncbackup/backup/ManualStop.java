package io.rsyncbackup.backup;

import io.rsyncbackup.command.StopSignal;
import java.util.ArrayList;
import java.util.List;

/** A stop signal that somebody requests. */
final class ManualStop implements StopSignal {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    void request() {
        List<Runnable> due;
        synchronized (this) {
            requested = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean requested() {
        return requested;
    }

    @Override
    public AutoCloseable onRequest(Runnable action) {
        synchronized (this) {
            if (!requested) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void forget(Runnable action) {
        actions.remove(action);
    }
}
