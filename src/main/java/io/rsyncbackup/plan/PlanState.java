package io.rsyncbackup.plan;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lasts of a plan beyond the history of its runs. Dry runs leave no trace in it.
 *
 * @param destinationIds the destinations it knows (disks that alternate)
 * @param lastSuccessAt end of the last run that saved the source and succeeded
 * @param lastOutcome state of the last ended run, as text; absent before the first
 * @param consecutiveFailures runs that were to save the source and failed or were interrupted since one succeeded
 * @param lastTransferStart start of the last transfer that was complete
 * @param lastExitCode of rsync
 * @param firstSeenAt when a server first had this plan; absent for a plan that nobody has
 * @param files what the last transfer did
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
        @Nullable Integer lastExitCode,
        @Nullable Instant firstSeenAt,
        @Nullable FileCounts files,
        @Nullable DestinationSample destination) {
    static PlanState never(String plan) {
        return new PlanState(plan, false, Set.of(), null, null, null, null, 0, null, null, null, null, null);
    }
}
