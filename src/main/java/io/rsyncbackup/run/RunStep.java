package io.rsyncbackup.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of a run, as remembered. */
public record RunStep(
        StepName name,
        RunState state,
        @Nullable RunReason reason,
        @Nullable String message,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Duration duration,
        int attempts,
        @Nullable String command,
        @Nullable Integer exitCode) {}
