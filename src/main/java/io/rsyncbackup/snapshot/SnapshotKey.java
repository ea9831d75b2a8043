package io.rsyncbackup.snapshot;

import java.time.Instant;

/** Where a snapshot is in the list of its plan's, be it still there or not. */
public record SnapshotKey(Instant takenAt, String name) {
    public static SnapshotKey of(Snapshot snapshot) {
        return new SnapshotKey(snapshot.takenAt(), snapshot.name());
    }
}
