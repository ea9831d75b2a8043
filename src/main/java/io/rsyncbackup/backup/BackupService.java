package io.rsyncbackup.backup;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be asked of backups: start runs, look at plans, snapshots and rotation. */
public interface BackupService {
    /**
     * Asks for a run; it is durable before this returns and goes on whatever becomes of the caller.
     *
     * @throws InvalidRequestException when the plan cannot do what is asked
     */
    Enqueued start(String plan, StartRequest request, Caller caller, @Nullable IdempotencyKey key);

    /** Looks at everything that a run of the plan needs; changes nothing. */
    CheckReport check(String plan);

    /** Accepts the destination as it is; answers its snapshots. Throws DestinationException. */
    SnapshotList adopt(String plan, boolean initialise);

    /** From the index: touches no disk. */
    SnapshotList snapshots(String plan);

    /** A part of it, behind that one where it is given. */
    SnapshotList snapshots(String plan, int limit, Optional<SnapshotKey> after);

    /** Another number whenever something changed in it. */
    long snapshotsVersion(String plan);

    /** Reads the destination anew. */
    SnapshotList refreshSnapshots(String plan);

    /** From the index. Throws SnapshotNotFoundException. */
    Snapshot snapshot(String plan, String name);

    /** Empty optionals leave as is; a present empty note removes it. */
    Snapshot describe(String plan, String name, Optional<Boolean> pinned, Optional<String> note);

    /**
     * Removes a snapshot. Throws SnapshotPinnedException, SnapshotInUseException, DestinationException.
     *
     * @return the run that removes it, where that is a transfer; empty: it is gone
     */
    Optional<Enqueued> delete(String plan, String name, Caller caller);

    /** From the index; the plan's own rules where an argument is absent. */
    RotationPreview preview(
            String plan,
            @Nullable RotationScheme scheme,
            @Nullable Keep keep,
            @Nullable Window window,
            @Nullable Instant at);

    /** What programs the server found, as {@code rsync 3.5.0}; read once at start. */
    List<String> programs();
}
