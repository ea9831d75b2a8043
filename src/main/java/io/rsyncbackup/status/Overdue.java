package io.rsyncbackup.status;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a plan's last success is too old. Pure. */
public final class Overdue {
    private static final Duration LEAST_GRACE = Duration.ofMinutes(5);

    private Overdue() {}

    /** Before its first success a plan is as old as what is known of it. */
    public static boolean at(Instant now, Plan plan, PlanState state) {
        Instant success = state.lastSuccessAt();
        return at(
                now,
                success == null ? state.firstSeenAt() : success,
                plan.spec().interval());
    }

    /**
     * A backup takes its time: a plan may be late by a tenth of its interval, and by five minutes in any case.
     *
     * @param since the last success; before the first, when the plan was first seen
     * @param interval absent for a plan of which nothing is expected
     */
    static boolean at(Instant now, @Nullable Instant since, @Nullable Duration interval) {
        return interval != null
                && since != null
                && now.isAfter(since.plus(interval).plus(grace(interval)));
    }

    static Duration grace(Duration interval) {
        Duration tenth = interval.dividedBy(10);
        return tenth.compareTo(LEAST_GRACE) > 0 ? tenth : LEAST_GRACE;
    }
}
