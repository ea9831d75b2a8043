package io.rsyncbackup.run;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run's place among those that run at once. Changed by the run's thread alone. */
final class RunSlot {
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final Semaphore slots;
    private final Runnable freed;
    private final Consumer<@Nullable String> waitingFor;
    private volatile boolean held = true;

    /**
     * One that is held.
     *
     * @param freed tells that another run may begin
     * @param waitingFor lets the run say whom it waits for; null: nobody any more
     */
    RunSlot(Semaphore slots, Runnable freed, Consumer<@Nullable String> waitingFor) {
        this.slots = slots;
        this.freed = freed;
        this.waitingFor = waitingFor;
    }

    /** Once a stop is requested it waits for no slot: what ends takes none. */
    void aside(String whom, Runnable waiting, Cancellation cancellation) {
        waitingFor.accept(whom);
        release();
        try {
            waiting.run();
        } finally {
            acquire(cancellation);
            waitingFor.accept(null);
        }
    }

    /** False while the run only waits for somebody. */
    boolean held() {
        return held;
    }

    void release() {
        if (held) {
            held = false;
            slots.release();
            freed.run();
        }
    }

    private void acquire(Cancellation cancellation) {
        while (!held && !cancellation.requested()) {
            try {
                held = slots.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
