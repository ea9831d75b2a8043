package io.rsyncbackup.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A stop signal for tests, requested by hand; counts the registrations that are not closed. */
public final class RequestedStop implements StopSignal {
    private final CompletableFuture<Void> request = new CompletableFuture<>();
    private final AtomicInteger open = new AtomicInteger();

    public void request() {
        request.complete(null);
    }

    public int openRegistrations() {
        return open.get();
    }

    @Override
    public boolean requested() {
        return request.isDone();
    }

    @Override
    public AutoCloseable onRequest(Runnable action) {
        open.incrementAndGet();
        var unused = request.thenRun(action);
        return open::decrementAndGet;
    }
}
