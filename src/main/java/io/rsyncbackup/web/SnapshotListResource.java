package io.rsyncbackup.web;

import io.rsyncbackup.backup.SnapshotList;
import io.rsyncbackup.snapshot.Snapshot;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a plan's snapshots, newest first, and how fresh this knowledge is. */
@Schema(name = "SnapshotList", description = "A part of a plan's snapshots, newest first")
record SnapshotListResource(
        List<SnapshotResource> items,
        @Schema(description = Descriptions.NEXT) @Nullable String next,

        @Schema(description = "When the index last saw the destination") @Nullable
        Instant asOf,

        @Schema(description = "Whether the destination could be reached then")
        boolean destinationAvailable) {
    static final int DEFAULT_LIMIT = 50;

    static SnapshotListResource of(SnapshotList list, int limit, @Nullable String cursor) {
        Page<Snapshot> page =
                Page.of(list.items(), SnapshotListResource::key, Comparator.reverseOrder(), limit, cursor);
        return new SnapshotListResource(
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
