package io.rsyncbackup.web;

import io.rsyncbackup.backup.SnapshotList;
import io.rsyncbackup.snapshot.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a plan's snapshots, newest first, and how fresh this knowledge is. */
record SnapshotPage(
        List<SnapshotResource> items,
        @Nullable String next,
        @Nullable Instant asOf,
        boolean destinationAvailable) {
    static final int DEFAULT_LIMIT = 50;

    static SnapshotPage of(SnapshotList list, int limit, @Nullable String cursor) {
        Page<Snapshot> page = Page.of(list.items(), SnapshotPage::key, Comparator.reverseOrder(), limit, cursor);
        return new SnapshotPage(
                page.items().stream().map(SnapshotResource::of).toList(),
                page.next(),
                list.asOf(),
                list.destinationAvailable());
    }

    /** Sorts as the list does: by time, then by name. */
    private static String key(Snapshot snapshot) {
        return "%020d %s".formatted(Math.max(0, snapshot.takenAt().toEpochMilli()), snapshot.name());
    }
}
