package io.rsyncbackup.backup;

import io.rsyncbackup.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan's snapshots, newest first, as the index knows them.
 *
 * @param detail why the destination could not be read just now; absent when nobody tried, or when it could
 */
public record SnapshotList(
        List<Snapshot> items,
        @Nullable Instant asOf,
        boolean destinationAvailable,
        @Nullable String detail) {
    /** One that could be read, or that nobody tried to. */
    public SnapshotList(List<Snapshot> items, @Nullable Instant asOf, boolean destinationAvailable) {
        this(items, asOf, destinationAvailable, null);
    }
}
