package io.rsyncbackup.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a plan's destination found; sizes are of the last time that it was there, absent when it never was.
 *
 * @param up whether it was there and is the plan's own
 * @param freeInodes absent also where the file system has none to count
 * @param trashPending removed snapshots whose space is not free yet
 * @param at when sizes and trash were looked at
 */
public record DestinationSample(
        boolean up,
        @Nullable Long sizeBytes,
        @Nullable Long freeBytes,
        @Nullable Long freeInodes,
        @Nullable Long trashPending,
        @Nullable Instant at) {}
