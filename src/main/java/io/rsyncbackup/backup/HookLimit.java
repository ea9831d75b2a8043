package io.rsyncbackup.backup;

import io.rsyncbackup.command.StopSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stops a command when its time is over, or when its run is to stop. */
@SuppressWarnings("try") // what is closed may throw anything
final class HookLimit implements StopSignal, AutoCloseable {
    private final ManualStop stop = new ManualStop();
    private final AutoCloseable registration;
    private final CompletableFuture<Void> timer;
    private volatile boolean reached;

    HookLimit(Duration time, StopSignal outer) {
        registration = outer.onRequest(stop::request);
        timer = CompletableFuture.runAsync(
                this::reach, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void reach() {
        reached = !stop.requested();
        stop.request();
    }

    boolean reached() {
        return reached;
    }

    @Override
    public boolean requested() {
        return stop.requested();
    }

    @Override
    public AutoCloseable onRequest(Runnable action) {
        return stop.onRequest(action);
    }

    @Override
    public void close() {
        timer.cancel(false);
        try {
            registration.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
