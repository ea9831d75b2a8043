package io.rsyncbackup.backup;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What can be asked of backups: start runs, look at plans, snapshots and rotation. */
@Service
public class BackupService {
    /** @throws InvalidRequestException when the plan cannot do what is asked */
    public Enqueued start(String plan, StartRequest request, Caller caller, @Nullable IdempotencyKey key) {
        throw new UnsupportedOperationException();
    }

    public CheckReport check(String plan) {
        throw new UnsupportedOperationException();
    }

    /** Accepts the destination as it is; answers its snapshots. Throws DestinationException. */
    public SnapshotList adopt(String plan, boolean initialise) {
        throw new UnsupportedOperationException();
    }

    /** From the index: touches no disk. */
    public SnapshotList snapshots(String plan) {
        throw new UnsupportedOperationException();
    }

    /** Reads the destination anew. */
    public SnapshotList refreshSnapshots(String plan) {
        throw new UnsupportedOperationException();
    }

    /** Throws SnapshotNotFoundException. */
    public Snapshot snapshot(String plan, String name) {
        throw new UnsupportedOperationException();
    }

    /** Empty optionals leave as is; a present empty note removes it. */
    public Snapshot describe(String plan, String name, Optional<Boolean> pinned, Optional<String> note) {
        throw new UnsupportedOperationException();
    }

    /** Throws SnapshotPinnedException, SnapshotInUseException, DestinationException. */
    public void delete(String plan, String name) {
        throw new UnsupportedOperationException();
    }

    /** The plan's own rules where an argument is absent. */
    public RotationPreview preview(
            String plan,
            @Nullable RotationScheme scheme,
            @Nullable Keep keep,
            @Nullable Window window,
            @Nullable Instant at) {
        throw new UnsupportedOperationException();
    }

    /** What programs the server found, as {@code rsync 3.5.0}; read once at start. */
    public List<String> programs() {
        throw new UnsupportedOperationException();
    }
}
