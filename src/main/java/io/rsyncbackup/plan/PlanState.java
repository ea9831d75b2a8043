package io.rsyncbackup.plan;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lasts of a plan beyond the history of its runs.
 *
 * @param destinationIds the destinations it knows (disks that alternate)
 * @param lastOutcome state of the last ended run, as text; absent before the first
 * @param lastTransferStart start of the last transfer that was complete
 * @param lastExitCode of rsync
 */
public record PlanState(
        String plan,
        boolean paused,
        Set<String> destinationIds,
        @Nullable Instant lastSuccessAt,
        @Nullable String lastRunId,
        @Nullable Instant lastRunAt,
        @Nullable String lastOutcome,
        int consecutiveFailures,
        @Nullable Instant lastTransferStart,
        @Nullable Integer lastExitCode) {}
