package io.rsyncbackup.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a plan remembers of a run that has ended.
 *
 * @param outcome the run's state as text: {@code succeeded partial failed cancelled interrupted skipped}
 * @param saving whether it was to save the source: it had a step {@code backup}, or, in a plan whose latest others fill, a
 *     step {@code snapshot}
 * @param transferStart of a complete transfer
 * @param exitCode of rsync, when it ran
 * @param files what the transfer did, when there was one
 */
public record EndedRun(
        String id,
        String outcome,
        Instant endedAt,
        boolean dryRun,
        boolean saving,
        @Nullable Instant transferStart,
        @Nullable Integer exitCode,
        @Nullable FileCounts files) {}
