package io.rsyncbackup.web;

import io.rsyncbackup.run.Closure;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.status.PlanStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is everything backed up? */
@Schema(name = "Status", description = "Is everything backed up?")
record StatusResource(
        @Schema(description = "Whether every plan is well, and the server's own disk has room")
        boolean ok,

        Instant at,

        @Schema(description = "Why this server begins no new runs now; empty: it does")
        List<RefusalLine> refusals,

        List<PlanLine> plans,

        @Schema(
                description =
                        "Names of plans that the configurations of the servers do not agree about; absent when they do")
        @Nullable
        List<String> configurationDiffers) {
    static StatusResource of(List<PlanStatus> statuses, List<String> differing, List<Closure> closures, Instant at) {
        return new StatusResource(
                statuses.stream().allMatch(PlanStatus::ok)
                        && closures.stream().noneMatch(closure -> closure.reason() == Closure.Reason.DATA_DISK_FULL),
                at,
                closures.stream()
                        .map(closure -> new RefusalLine(closure.reason().text(), closure.detail()))
                        .toList(),
                statuses.stream().map(PlanLine::of).toList(),
                differing.isEmpty() ? null : differing);
    }

    /** Why no run begins. */
    @Schema(name = "StatusRefusal", description = "Why this server begins no new runs")
    record RefusalLine(
            @KnownValues(of = Closure.Reason.class) String reason,

            @Schema(description = "For people, with what to do")
            String detail) {}

    /**
     * One plan.
     *
     * @param state of the active run, else of the last one
     */
    @Schema(name = "StatusOfPlan", description = "How one plan is doing")
    record PlanLine(
            String plan,

            @Schema(description = "Neither overdue nor did the last run fail, and some server can run it")
            boolean ok,

            @Schema(description = "Of the active run, else of the last one; absent before the first")
            @KnownValues(of = RunState.class)
            @Nullable
            String state,

            boolean overdue,
            boolean paused,
            @Nullable Instant lastSuccessAt,

            @Schema(description = "Since the last success; absent before the first") @Nullable
            Double ageSeconds,

            @Nullable Instant nextRunAt,
            int consecutiveFailures,

            @Schema(description = Descriptions.NO_SERVER) @Nullable
            String waitingFor,

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
                    status.waitingFor(),
                    RunSummary.of(status.lastRun()),
                    RunSummary.of(status.activeRun()));
        }
    }
}
