package io.rsyncbackup.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a plan's steps, as remembered.
 *
 * @param id sortable by time
 * @param duration by a monotonic clock, once ended; absent when it never started
 * @param details what steps reported for people and programs: {@code transfer}, {@code rotation}, {@code snapshot} …; values are
 *     JSON documents
 */
public record Run(
        String id,
        RunRequest request,
        RunState state,
        @Nullable RunReason reason,
        @Nullable String node,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Duration duration,
        @Nullable String message,
        @Nullable Progress progress,
        List<RunStep> steps,
        Map<String, Object> details,
        List<String> warnings,
        @Nullable Integer queuePosition,
        @Nullable String waitingFor,
        @Nullable Instant cancelRequestedAt,
        @Nullable String cancelledBy) {
    Run withProgress(@Nullable Progress now) {
        return with(now, steps);
    }

    Run withSteps(List<RunStep> now) {
        return with(progress, now);
    }

    private Run with(@Nullable Progress newProgress, List<RunStep> newSteps) {
        return new Run(
                id,
                request,
                state,
                reason,
                node,
                queuedAt,
                startedAt,
                endedAt,
                duration,
                message,
                newProgress,
                newSteps,
                details,
                warnings,
                queuePosition,
                waitingFor,
                cancelRequestedAt,
                cancelledBy);
    }
}
