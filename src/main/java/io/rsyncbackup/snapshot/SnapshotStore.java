package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The snapshots of a destination. Who takes one holds the destination's lock. */
public interface SnapshotStore {
    /** Those on a file system. */
    static SnapshotStore on(Storage storage, Clock clock) {
        return new StoredSnapshots(storage, clock);
    }

    /**
     * Newest first. Changes nothing.
     *
     * @param zone of names without Z
     * @throws DestinationException UNAVAILABLE when the destination cannot be read
     */
    List<Snapshot> list(DestinationLayout layout, ZoneId zone);

    /**
     * May a snapshot share inodes with latest, so that nothing in latest may be changed in place? Those of other tools
     * count as if they did.
     */
    boolean sharesInodes(DestinationLayout layout, SnapshotMethod method);

    /**
     * Takes a snapshot of latest: whole and durable when it returns, nothing visible when it throws.
     *
     * @throws SnapshotException with the reason
     */
    Snapshot take(TakeRequest request, StopSignal stop);

    /**
     * Pins and describes. Empty optionals leave as is; an empty note removes it. Durable when it returns.
     *
     * @throws SnapshotNotFoundException when there is none of this name
     */
    Snapshot describe(
            DestinationLayout layout, String name, ZoneId zone, Optional<Boolean> pinned, Optional<String> note);

    /** The same without anything in front of the programs. */
    void remove(DestinationLayout layout, String name, SnapshotMethod method);

    /**
     * Moves a snapshot into the trash: gone at once and durably, its space is freed later.
     *
     * @param prefix {@code sudo -n} where the server itself may not rename it
     * @throws SnapshotNotFoundException when there is none of this name
     * @throws SnapshotPinnedException when it is pinned
     * @throws SnapshotException when it is left as it was: a symbolic link, a mount point, or one that holds a mount point
     */
    void remove(DestinationLayout layout, String name, SnapshotMethod method, List<String> prefix);

    /** The same without anything in front of the programs. */
    void cleanUp(DestinationLayout layout);

    /**
     * Removes what a killed server left half done. Only while holding the destination's lock: what another is building
     * looks just the same.
     */
    void cleanUp(DestinationLayout layout, List<String> prefix);
}
