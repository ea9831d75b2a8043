package io.rsyncbackup.plan;

import io.rsyncbackup.destination.Capacity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a plan's destination found.
 *
 * @param up whether it was there and is the plan's own
 * @param capacity absent when it was never seen, or of the last time that it was
 * @param trashPending removed snapshots whose space is not free yet
 * @param at when capacity and trash were looked at
 */
public record DestinationSample(
        boolean up,
        @Nullable Capacity capacity,
        @Nullable Long trashPending,
        @Nullable Instant at) {}
