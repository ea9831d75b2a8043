package io.rsyncbackup.snapshot;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one snapshot: its directory's name with what its sidecar says.
 *
 * @param run id of the run that made it; absent for one that was found
 */
public record Snapshot(
        String name,
        Instant takenAt,
        Path path,
        boolean partial,
        boolean pinned,
        @Nullable String note,
        @Nullable String run,
        @Nullable Long bytesTotal,
        @Nullable Long filesTotal,
        Origin origin) {
    /** Who made it. */
    public enum Origin {
        RUN,
        FOUND
    }
}
