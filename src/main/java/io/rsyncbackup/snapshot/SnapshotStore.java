package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.MountPoints;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The snapshots of a local destination, as they lie there. Who takes one holds the destination's lock. */
public final class SnapshotStore {
    private final CommandRunner runner;
    private final Clock clock;

    public SnapshotStore(CommandRunner runner, Clock clock) {
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * Newest first. Changes nothing.
     *
     * @param zone of names without Z
     * @throws DestinationException UNAVAILABLE when the destination cannot be read
     */
    public List<Snapshot> list(DestinationLayout layout, ZoneId zone) {
        try {
            return SnapshotDirectories.list(layout, zone);
        } catch (IOException e) {
            throw unreadable(layout, e);
        }
    }

    /**
     * May a snapshot share inodes with latest, so that nothing in latest may be changed in place? Those of other tools
     * count as if they did.
     */
    public boolean sharesInodes(DestinationLayout layout, SnapshotMethod method) {
        if (method == SnapshotMethod.BTRFS) {
            return false;
        }
        try {
            for (Snapshot snapshot : SnapshotDirectories.list(layout, ZoneOffset.UTC)) {
                if (!SnapshotDirectories.independent(layout, snapshot.name())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw unreadable(layout, e);
        }
    }

    /**
     * Takes a snapshot of latest: whole and durable when it returns, nothing visible when it throws.
     *
     * @throws SnapshotException with the reason
     */
    public Snapshot take(TakeRequest request, StopSignal stop) {
        Optional<Path> linkDest;
        try {
            linkDest =
                    request.othersFill() ? SnapshotDirectories.newestIndependent(request.layout()) : Optional.empty();
        } catch (IOException e) {
            throw unreadable(request.layout(), e);
        }
        return new Taking(runner, clock, request, stop).take(linkDest);
    }

    /**
     * Pins and describes. Empty optionals leave as is; an empty note removes it. Durable when it returns.
     *
     * @throws SnapshotNotFoundException when there is none of this name
     */
    public Snapshot describe(
            DestinationLayout layout, String name, ZoneId zone, Optional<Boolean> pinned, Optional<String> note) {
        try {
            Snapshot before = SnapshotDirectories.find(layout, name, zone)
                    .orElseThrow(() -> new SnapshotNotFoundException(layout.parent(), name));
            Sidecar sidecar = Sidecars.read(layout, name)
                    .orElseGet(Sidecar::found)
                    .described(
                            pinned.orElse(before.pinned()),
                            note.or(() -> Optional.ofNullable(before.note()))
                                    .filter(text -> !text.isEmpty())
                                    .orElse(null));
            Sidecars.write(layout, name, sidecar);
            return SnapshotDirectories.join(layout, name, before.takenAt(), Optional.of(sidecar), before.partial());
        } catch (IOException e) {
            throw new SnapshotFaults(runner, clock).of("snapshot " + name + " could not be described", layout, e);
        }
    }

    /** The same without anything in front of the programs. */
    public void remove(DestinationLayout layout, String name, SnapshotMethod method) {
        remove(layout, name, method, List.of());
    }

    /**
     * Moves a snapshot into the trash: gone at once and durably, its space is freed later.
     *
     * @param prefix {@code sudo -n} where the server itself may not rename it
     * @throws SnapshotNotFoundException when there is none of this name
     * @throws SnapshotPinnedException when it is pinned
     * @throws SnapshotException when it is left as it was: a symbolic link, a mount point, or one that holds a mount point
     */
    public void remove(DestinationLayout layout, String name, SnapshotMethod method, List<String> prefix) {
        Path directory = layout.snapshot(name);
        if (SnapshotNames.parse(name, ZoneOffset.UTC).isEmpty()) {
            throw new SnapshotNotFoundException(layout.parent(), name);
        }
        if (Files.isSymbolicLink(directory)) {
            throw new SnapshotException(
                    Reason.INTERNAL, directory + " is a symbolic link and is left as it is; remove it by hand");
        }
        if (!SnapshotDirectories.isCandidate(layout, name)) {
            throw new SnapshotNotFoundException(layout.parent(), name);
        }
        try {
            if (Sidecars.read(layout, name).filter(Sidecar::pinned).isPresent()) {
                throw new SnapshotPinnedException(name);
            }
            List<Path> mounts = MountPoints.within(directory);
            if (!mounts.isEmpty()) {
                throw new SnapshotException(
                        Reason.INTERNAL,
                        directory + " is left as it is: " + mounts.getFirst() + " is a mount point; unmount it first");
            }
            Trash.receive(layout, new Programs(runner, prefix, line -> {}), directory);
            Sidecars.delete(layout, name);
        } catch (IOException e) {
            throw new SnapshotFaults(runner, clock).of("snapshot " + name + " could not be removed", layout, e);
        }
    }

    /** The same without anything in front of the programs. */
    public void cleanUp(DestinationLayout layout) {
        cleanUp(layout, List.of());
    }

    /**
     * Removes what a killed server left half done. Only while holding the destination's lock: what another is building
     * looks just the same.
     */
    public void cleanUp(DestinationLayout layout, List<String> prefix) {
        try {
            new CleanUp(layout, new Programs(runner, prefix, line -> {})).run();
        } catch (IOException e) {
            throw new SnapshotFaults(runner, clock).of("leftovers could not be removed", layout, e);
        }
    }

    private static DestinationException unreadable(DestinationLayout layout, IOException cause) {
        return new DestinationException(
                DestinationException.Reason.UNAVAILABLE,
                "the snapshots in " + layout.parent() + " cannot be read (" + cause + "); is its file system mounted?",
                cause);
    }
}
