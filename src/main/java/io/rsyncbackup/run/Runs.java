package io.rsyncbackup.run;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The runs: asking for them, looking at them, waiting for them, cancelling them. The only door into this room. */
public interface Runs {
    /**
     * Order of checks: key, then active run. Durable before it returns.
     *
     * @throws ShuttingDownException when the server is stopping
     * @throws NotAdmittedException when a new run would have to be made and this server begins none now
     */
    Enqueued enqueue(RunRequest request, @Nullable IdempotencyKey key);

    /**
     * Asks for a run that begins after this moment: where the plan has an active one, or the server is stopping, one more
     * follows that, however often it is asked for; then what was asked for last holds. Durable before it returns.
     *
     * @return empty when it will follow
     */
    Optional<Run> enqueueNext(RunRequest request);

    Optional<Run> find(String id);

    /** @throws RunNotFoundException when there is none */
    default Run get(String id) {
        return find(id).orElseThrow(() -> new RunNotFoundException(id));
    }

    /** The plan's queued or running run. */
    Optional<Run> active(String plan);

    /** The plan's newest ended run that was no dry run. */
    Optional<Run> last(String plan);

    /**
     * A page of runs.
     *
     * @param limit 1 to 500
     * @throws IllegalArgumentException when the cursor is not one of ours
     */
    RunPage list(RunFilter filter, int limit, @Nullable String cursor);

    /** Waits until the run has ended or the time is over; answers it as it is then. */
    Run await(String id, Duration atMost) throws InterruptedException;

    /**
     * Asks an active run to end.
     *
     * @throws RunNotFoundException when there is none
     * @throws RunNotActiveException when it has ended
     */
    Run cancel(String id, String by);

    /** How many runs are queued. */
    long queueLength();
}
