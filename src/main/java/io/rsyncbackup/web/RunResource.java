package io.rsyncbackup.web;

import io.rsyncbackup.run.Progress;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.StepName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as the API shows it. */
record RunResource(
        String id,
        String plan,
        long planVersion,
        String state,
        @Nullable String reason,
        String trigger,
        String requestedBy,
        boolean dryRun,
        List<String> requestedSteps,
        @Nullable String node,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Double durationSeconds,
        @Nullable String message,
        @Nullable String note,
        @Nullable Object snapshot,
        @Nullable Integer queuePosition,
        @Nullable String waitingFor,
        @Nullable Instant cancelRequestedAt,
        @Nullable String cancelledBy,
        @Nullable String rerunOf,
        @Nullable Progress progress,
        List<StepResource> steps,
        @Nullable Object transfer,
        @Nullable Object rotation,
        @Nullable List<String> warnings) {
    static RunResource of(Run run) {
        return new RunResource(
                run.id(),
                run.request().plan(),
                run.request().planVersion(),
                run.state().text(),
                text(run.reason()),
                run.request().trigger().text(),
                run.request().requestedBy(),
                run.request().dryRun(),
                run.request().steps().stream().map(StepName::text).toList(),
                run.node(),
                run.queuedAt(),
                run.startedAt(),
                run.endedAt(),
                seconds(run.duration()),
                run.message(),
                run.request().note(),
                run.details().get("snapshot"),
                run.queuePosition(),
                run.waitingFor(),
                run.cancelRequestedAt(),
                run.cancelledBy(),
                run.request().rerunOf(),
                run.progress(),
                run.steps().stream().map(StepResource::of).toList(),
                run.details().get("transfer"),
                run.details().get("rotation"),
                run.warnings().isEmpty() ? null : run.warnings());
    }

    private static @Nullable String text(@Nullable RunReason reason) {
        return reason == null ? null : reason.text();
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    /** One step of a run. */
    record StepResource(
            String name,
            String state,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Double durationSeconds,
            int attempts,
            @Nullable String command,
            @Nullable Integer exitCode) {
        static StepResource of(RunStep step) {
            return new StepResource(
                    step.name().text(),
                    step.state().text(),
                    text(step.reason()),
                    step.message(),
                    step.startedAt(),
                    step.endedAt(),
                    seconds(step.duration()),
                    step.attempts(),
                    step.command(),
                    step.exitCode());
        }
    }
}
