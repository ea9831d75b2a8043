package io.rsyncbackup.web;

import io.rsyncbackup.status.PlanStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a plan is doing. */
@Schema(name = "PlanStatus", description = "How a plan is doing")
record PlanStatusResource(
        @Nullable RunSummary lastRun,
        @Nullable Instant lastSuccessAt,

        @Schema(description = "Since the last success; absent before the first") @Nullable
        Double ageSeconds,

        @Nullable Instant nextRunAt,

        @Schema(description = "Whether the last success is older than expected")
        boolean overdue,

        @Nullable RunSummary activeRun,

        @Schema(description = "How many runs have failed since the last success")
        int consecutiveFailures,

        @Schema(description = Descriptions.NO_SERVER) @Nullable
        String waitingFor) {
    static PlanStatusResource of(PlanStatus status) {
        return new PlanStatusResource(
                RunSummary.of(status.lastRun()),
                status.lastSuccessAt(),
                status.ageSeconds(),
                status.nextRunAt(),
                status.overdue(),
                RunSummary.of(status.activeRun()),
                status.consecutiveFailures(),
                status.waitingFor());
    }
}
