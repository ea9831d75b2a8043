package io.rsyncbackup.web;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.status.PlanStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is everything backed up? */
record StatusResource(boolean ok, Instant at, List<PlanLine> plans) {
    static StatusResource of(List<PlanStatus> statuses, Instant at) {
        return new StatusResource(
                statuses.stream().allMatch(PlanStatus::ok),
                at,
                statuses.stream().map(PlanLine::of).toList());
    }

    /**
     * One plan.
     *
     * @param state of the active run, else of the last one
     */
    record PlanLine(
            String plan,
            boolean ok,
            @Nullable String state,
            boolean overdue,
            boolean paused,
            @Nullable Instant lastSuccessAt,
            @Nullable Double ageSeconds,
            @Nullable Instant nextRunAt,
            int consecutiveFailures,
            @Nullable RunSummary lastRun,
            @Nullable RunSummary activeRun) {
        static PlanLine of(PlanStatus status) {
            Run telling = status.activeRun() == null ? status.lastRun() : status.activeRun();
            return new PlanLine(
                    status.plan(),
                    status.ok(),
                    telling == null ? null : telling.state().text(),
                    status.overdue(),
                    status.paused(),
                    status.lastSuccessAt(),
                    status.ageSeconds(),
                    status.nextRunAt(),
                    status.consecutiveFailures(),
                    RunSummary.of(status.lastRun()),
                    RunSummary.of(status.activeRun()));
        }
    }
}
