package io.rsyncbackup.web;

import io.rsyncbackup.snapshot.Snapshot;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A snapshot as the API shows it. */
@Schema(name = "Snapshot", description = "A dated, complete copy")
record SnapshotResource(
        String name,
        Instant takenAt,

        @Schema(description = "Where it lies, on the server or in the syntax of rsync")
        String path,

        @Schema(description = "Something at the source could not be read")
        boolean partial,

        @Schema(description = "Never removed while it is") boolean pinned,
        @Nullable String note,

        @Schema(description = "The run that made it; absent for one that was found") @Nullable
        String run,

        @Nullable Long bytesTotal,
        @Nullable Long filesTotal,
        @KnownValues(of = Snapshot.Origin.class) String origin) {
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
