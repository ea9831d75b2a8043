package io.rsyncbackup.web;

import io.rsyncbackup.run.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The few things about a run that a plan's status shows. */
record RunSummary(
        String id,
        String state,
        @Nullable String reason,
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
