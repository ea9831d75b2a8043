package io.rsyncbackup.backup;

import io.rsyncbackup.plan.PlanSpec;
import java.time.Duration;

/** Who frees the space of removed snapshots after a run. */
@FunctionalInterface
interface TrashDuty {
    /** Begins in the background, or says to what is at work there that there may be more. */
    void collect(PlanSpec spec);

    /**
     * Returns when nobody works at the trash there any more, so that its disk can be unmounted.
     *
     * @param most how long it may take; zero begins nothing and ends what has begun
     */
    default void finish(PlanSpec spec, Duration most) {}
}
