package io.rsyncbackup.backup;

import io.rsyncbackup.rotation.RotationCandidate;
import io.rsyncbackup.snapshot.Snapshot;
import java.util.List;

/** Snapshots as rotation sees them. */
final class Candidates {
    private Candidates() {}

    static List<RotationCandidate> of(List<Snapshot> snapshots) {
        return snapshots.stream()
                .map(snapshot -> new RotationCandidate(
                        snapshot.name(), snapshot.takenAt(), snapshot.partial(), snapshot.pinned(), false))
                .toList();
    }
}
