package io.rsyncbackup.backup;

import io.rsyncbackup.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan's snapshots, newest first, as the index knows them. */
public record SnapshotList(List<Snapshot> items, @Nullable Instant asOf, boolean destinationAvailable) {}
