package io.rsyncbackup.rotation;

import java.time.Instant;

/** A snapshot as rotation sees it. */
public record RotationCandidate(String name, Instant takenAt, boolean partial, boolean pinned, boolean inUse) {}
