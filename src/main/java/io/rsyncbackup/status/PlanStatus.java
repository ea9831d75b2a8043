package io.rsyncbackup.status;

import io.rsyncbackup.run.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one plan is doing.
 *
 * @param ageSeconds since the last success; absent before the first
 * @param nextRunAt absent without a schedule and while it stands still
 * @param overdue also while the schedule stands still: nothing is saved then, and a pause is easily forgotten
 * @param waitingFor what no server that is up has, so that no run of the plan can begin; absent when one can run it
 * @param ok neither overdue nor last run failed, and some server can run it; a plan that never ran is ok until it is overdue
 */
public record PlanStatus(
        String plan,
        @Nullable Run lastRun,
        @Nullable Instant lastSuccessAt,
        @Nullable Double ageSeconds,
        @Nullable Instant nextRunAt,
        boolean overdue,
        @Nullable Run activeRun,
        int consecutiveFailures,
        boolean paused,
        @Nullable String waitingFor,
        boolean ok) {}
