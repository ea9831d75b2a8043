package io.rsyncbackup.command;

import io.rsyncbackup.log.LogMarks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A stop that this room requests itself. */
final class ManualStop implements StopSignal {
    private final CompletableFuture<Void> request = new CompletableFuture<>();

    void request() {
        request.complete(null);
    }

    /** At the latest then; an earlier request stays. */
    void requestAfter(Duration patience) {
        request.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean requested() {
        return request.isDone();
    }

    @Override
    public AutoCloseable onRequest(Runnable action) {
        CompletableFuture<Void> registration =
                request.thenRunAsync(LogMarks.carried(action), Thread::startVirtualThread);
        return () -> registration.cancel(false);
    }
}
