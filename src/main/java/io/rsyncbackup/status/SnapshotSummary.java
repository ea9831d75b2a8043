package io.rsyncbackup.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a plan's index of snapshots says in short. */
public record SnapshotSummary(
        long count, @Nullable Instant newest, @Nullable Instant oldest) {}
