package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.Comparator;

/** A snapshot as rotation sees it. */
public record RotationCandidate(String name, Instant takenAt, boolean partial, boolean pinned, boolean inUse) {
    /** Ties by name, so that the order never depends on how a directory was read. */
    static final Comparator<RotationCandidate> NEWEST_FIRST = Comparator.comparing(RotationCandidate::takenAt)
            .thenComparing(RotationCandidate::name)
            .reversed();
}
