package io.rsyncbackup.status;

import io.rsyncbackup.snapshot.SnapshotIndex;
import org.springframework.stereotype.Service;

/** The snapshots of each plan in short, from the index: touches no backup disk. */
@Service
public class SnapshotSummaries {
    private final SnapshotIndex index;

    SnapshotSummaries(SnapshotIndex index) {
        this.index = index;
    }

    public SnapshotSummary of(String plan) {
        return new SnapshotSummary(
                index.count(plan),
                index.newest(plan).orElse(null),
                index.oldest(plan).orElse(null));
    }
}
