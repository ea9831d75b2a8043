package io.rsyncbackup.web;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The few things about a run that a plan's status shows. */
@Schema(name = "RunSummary", description = "The few things about a run that a status shows")
record RunSummary(
        String id,
        @KnownValues(of = RunState.class) String state,
        @KnownValues(of = RunReason.class) @Nullable String reason,
        @Nullable String message,
        boolean dryRun,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Double durationSeconds) {
    static @Nullable RunSummary of(@Nullable Run run) {
        if (run == null) {
            return null;
        }
        RunResource all = RunResource.of(run);
        return new RunSummary(
                all.id(),
                all.state(),
                all.reason(),
                all.message(),
                all.dryRun(),
                all.queuedAt(),
                all.startedAt(),
                all.endedAt(),
                all.durationSeconds());
    }
}
