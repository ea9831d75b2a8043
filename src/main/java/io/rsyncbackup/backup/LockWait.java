package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.run.StepContext;

/** Waits for the lock of a destination that somebody else writes to. */
final class LockWait {
    private static final long PAUSE_MILLIS = 500;

    private LockWait() {}

    /** Throws DestinationException, with reason BUSY when the run is to stop first. */
    static DestinationLock lock(Place place, String holder, StepContext context) {
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
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DestinationException(
                    DestinationException.Reason.BUSY, "interrupted while waiting for the destination", e);
        }
    }
}
