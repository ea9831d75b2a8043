package io.rsyncbackup.web;

import io.rsyncbackup.run.Progress;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as the API shows it. */
@Schema(name = "Run", description = "One execution of a plan's steps")
record RunResource(
        String id,
        String plan,

        @Schema(description = "The version of the plan's specification that this run has")
        long planVersion,

        @KnownValues(of = RunState.class) String state,

        @Schema(description = "Why it ended as it did; absent where it simply succeeded")
        @KnownValues(of = RunReason.class)
        @Nullable
        String reason,

        @KnownValues(of = Trigger.class) String trigger,
        @Schema(description = "The caller's name") String requestedBy,
        boolean dryRun,
        @KnownValues(of = StepName.class) List<String> requestedSteps,

        @Schema(description = "The server that has it") @Nullable
        String node,

        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,

        @Schema(description = "By a monotonic clock, once ended") @Nullable
        Double durationSeconds,

        @Schema(description = "How it ended, for people") @Nullable
        String message,

        @Nullable String note,

        @Schema(description = "The name of the snapshot that it made", implementation = String.class) @Nullable
        Object snapshot,

        @Schema(description = "From 1, while it is queued") @Nullable
        Integer queuePosition,

        @Schema(description = "What it waits for, queued or for another host's lock") @Nullable
        String waitingFor,

        @Nullable Instant cancelRequestedAt,
        @Nullable String cancelledBy,

        @Schema(description = "The interrupted run that this one repeats") @Nullable
        String rerunOf,

        @Nullable Progress progress,
        List<StepResource> steps,

        @Schema(implementation = RunDetails.Transfer.class) @Nullable
        Object transfer,

        @Schema(implementation = RunDetails.Rotated.class) @Nullable
        Object rotation,

        @Schema(description = "What went wrong without failing the run") @Nullable
        List<String> warnings) {
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
    @Schema(name = "Step", description = "One step of a run")
    record StepResource(
            @KnownValues(of = StepName.class) String name,
            @KnownValues(of = RunState.class) String state,
            @KnownValues(of = RunReason.class) @Nullable String reason,
            @Nullable String message,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Double durationSeconds,
            @Schema(description = "How often it was tried") int attempts,

            @Schema(description = "The program that did the work, with its arguments") @Nullable
            String command,

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
