package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.run.StepContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the lock of a destination that somebody else writes to; others may run meanwhile. */
final class LockWait {
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Each look at another host costs it some programs. */
    private static final Duration REMOTE_PAUSE = Duration.ofSeconds(5);

    private final Place place;
    private final StepContext context;
    private final Duration pause;

    private LockWait(Place place, StepContext context, Duration pause) {
        this.place = place;
        this.context = context;
        this.pause = pause;
    }

    /** Throws DestinationException, with reason BUSY when the run is to stop first. */
    static DestinationLock lock(Place place, Location destination, String holder, StepContext context) {
        Duration pause = destination instanceof Location.Local ? PAUSE : REMOTE_PAUSE;
        return new LockWait(place, context, pause).lock(holder);
    }

    private DestinationLock lock(String holder) {
        boolean said = false;
        while (true) {
            try {
                return place.destinations().lock(place.layout(), holder);
            } catch (DestinationException e) {
                if (e.reason() != DestinationException.Reason.BUSY
                        || context.cancellation().requested()) {
                    throw e;
                }
                if (!said) {
                    context.log("waiting: " + e.getMessage());
                    said = true;
                }
                context.aside(String.valueOf(e.getMessage()), this::untilItSeemsFree);
            }
        }
    }

    private void untilItSeemsFree() {
        Optional<String> busy;
        do {
            if (paused()) {
                return;
            }
            busy = place.destinations().busyWith(place.layout());
        } while (busy.isPresent());
    }

    /** True when the run is to stop. */
    private boolean paused() {
        CountDownLatch asked = new CountDownLatch(1);
        AutoCloseable registration = context.cancellation().onRequest(asked::countDown);
        try (registration) {
            return asked.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DestinationException(
                    DestinationException.Reason.BUSY, "interrupted while waiting for the destination", e);
        } catch (Exception e) {
            throw new IllegalStateException("forgetting a registration cannot fail", e);
        }
    }
}
