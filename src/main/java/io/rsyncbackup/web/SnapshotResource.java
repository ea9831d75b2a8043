package io.rsyncbackup.web;

import io.rsyncbackup.snapshot.Snapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A snapshot as the API shows it. */
record SnapshotResource(
        String name,
        Instant takenAt,
        String path,
        boolean partial,
        boolean pinned,
        @Nullable String note,
        @Nullable String run,
        @Nullable Long bytesTotal,
        @Nullable Long filesTotal,
        String origin) {
    static SnapshotResource of(Snapshot snapshot) {
        return new SnapshotResource(
                snapshot.name(),
                snapshot.takenAt(),
                snapshot.path().toString(),
                snapshot.partial(),
                snapshot.pinned(),
                snapshot.note(),
                snapshot.run(),
                snapshot.bytesTotal(),
                snapshot.filesTotal(),
                Parameters.text(snapshot.origin()));
    }
}
