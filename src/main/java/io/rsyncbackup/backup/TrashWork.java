package io.rsyncbackup.backup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One collection of trash under way. */
final class TrashWork {
    private final ManualStop stop = new ManualStop();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean more = true;

    ManualStop stop() {
        return stop;
    }

    /** There may be more in the trash than when it was last looked at. */
    synchronized void again() {
        more = true;
    }

    /** Whether to look once more. */
    synchronized boolean take() {
        boolean wanted = more && !stop.requested();
        more = false;
        return wanted;
    }

    void stopAfter(Duration time) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(stop::request);
    }

    void ended() {
        done.complete(null);
    }

    /**
     * Lets it work that long, stops it then, and returns when it has ended.
     *
     * @param patience how long it may take to end; a disk that hangs keeps it for ever
     * @return false when it has not ended even so
     */
    boolean finish(Duration most, Duration patience) {
        if (ended(most)) {
            return true;
        }
        stop.request();
        return ended(patience);
    }

    private boolean ended(Duration within) {
        try {
            done.get(Math.max(0, within.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
