package io.rsyncbackup.web;

import io.rsyncbackup.status.PlanStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a plan is doing. */
record PlanStatusResource(
        @Nullable RunSummary lastRun,
        @Nullable Instant lastSuccessAt,
        @Nullable Double ageSeconds,
        @Nullable Instant nextRunAt,
        boolean overdue,
        @Nullable RunSummary activeRun,
        int consecutiveFailures) {
    static PlanStatusResource of(PlanStatus status) {
        return new PlanStatusResource(
                RunSummary.of(status.lastRun()),
                status.lastSuccessAt(),
                status.ageSeconds(),
                status.nextRunAt(),
                status.overdue(),
                RunSummary.of(status.activeRun()),
                status.consecutiveFailures());
    }
}
