package io.rsyncbackup.backup;

import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.plan.FileCounts;
import io.rsyncbackup.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one run saw, filled step by step on its thread. */
final class RunFindings {
    /**
     * The destination when the run left it.
     *
     * @param trashPending removed snapshots whose space is not free yet
     */
    record Destination(List<Snapshot> snapshots, @Nullable Capacity capacity, long trashPending, Instant at) {}

    private volatile @Nullable Instant transferStart;
    private volatile @Nullable Integer exitCode;
    private volatile @Nullable FileCounts files;
    private volatile @Nullable Destination destination;
    private volatile boolean missing;

    void transferStarted(Instant at) {
        transferStart = at;
    }

    void transferEnded(@Nullable Integer code, @Nullable FileCounts counted) {
        exitCode = code;
        files = counted;
    }

    void left(Destination seen) {
        destination = seen;
    }

    void destinationMissing() {
        missing = true;
    }

    @Nullable
    Instant transferStart() {
        return transferStart;
    }

    @Nullable
    Integer exitCode() {
        return exitCode;
    }

    @Nullable
    FileCounts files() {
        return files;
    }

    @Nullable
    Destination destination() {
        return destination;
    }

    boolean missing() {
        return missing;
    }
}
