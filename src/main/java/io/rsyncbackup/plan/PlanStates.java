package io.rsyncbackup.plan;

import io.rsyncbackup.destination.Capacity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The lasting state of each plan, in the database. Of a plan that nobody has, nothing is remembered. */
public interface PlanStates {
    /** Never absent: a plan that never ran has the state of one that never ran. */
    PlanState get(String plan);

    /** From now on this destination is one of the plan's own. */
    void knowDestination(String plan, String destinationId);

    /** Whether the plan's schedule stands still, from now on. */
    void pause(String plan, boolean paused);

    /** To be called in the transaction that ends the run. */
    void runEnded(String plan, EndedRun run);

    /**
     * The destination was looked at and is there.
     *
     * @param capacity absent where nobody can tell; what was known of its size stays
     */
    void destinationSeen(String plan, @Nullable Capacity capacity, long trashPending, Instant at);

    /** The destination was looked for and is not there or is another one; what was known of its size stays. */
    void destinationMissing(String plan);
}
