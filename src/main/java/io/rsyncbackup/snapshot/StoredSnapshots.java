package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Entry;
import io.rsyncbackup.destination.MountPoints;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The snapshots of a destination on a file system, as they lie there. */
final class StoredSnapshots implements SnapshotStore {
    private final Storage storage;
    private final Clock clock;

    StoredSnapshots(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public List<Snapshot> list(DestinationLayout layout, ZoneId zone) {
        try {
            return SnapshotDirectories.list(storage, layout, zone);
        } catch (IOException e) {
            throw unreadable(layout, e);
        }
    }

    @Override
    public boolean sharesInodes(DestinationLayout layout, SnapshotMethod method) {
        if (method == SnapshotMethod.BTRFS) {
            return false;
        }
        try {
            Map<String, Sidecar> sidecars = Sidecars.all(storage, layout);
            for (Snapshot snapshot : SnapshotDirectories.list(storage, layout, ZoneOffset.UTC)) {
                if (!Sidecar.independent(sidecars.get(snapshot.name()))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw unreadable(layout, e);
        }
    }

    @Override
    public Snapshot take(TakeRequest request, StopSignal stop) {
        Optional<Path> linkDest;
        try {
            linkDest = request.othersFill()
                    ? SnapshotDirectories.newestIndependent(storage, request.layout())
                    : Optional.empty();
        } catch (IOException e) {
            throw unreadable(request.layout(), e);
        }
        return new Taking(storage, clock, request, stop).take(linkDest);
    }

    @Override
    public Snapshot describe(
            DestinationLayout layout, String name, ZoneId zone, Optional<Boolean> pinned, Optional<String> note) {
        try {
            Snapshot before = SnapshotDirectories.find(storage, layout, name, zone)
                    .orElseThrow(() -> new SnapshotNotFoundException(layout.parent(), name));
            Sidecar sidecar = Sidecars.read(storage, layout, name)
                    .orElseGet(Sidecar::found)
                    .described(
                            pinned.orElse(before.pinned()),
                            note.or(() -> Optional.ofNullable(before.note()))
                                    .filter(text -> !text.isEmpty())
                                    .orElse(null));
            Sidecars.write(storage, layout, name, sidecar);
            return SnapshotDirectories.join(layout, name, before.takenAt(), Optional.of(sidecar), before.partial());
        } catch (IOException e) {
            throw new SnapshotFaults(storage, clock).of("snapshot " + name + " could not be described", layout, e);
        }
    }

    @Override
    public void remove(DestinationLayout layout, String name, SnapshotMethod method) {
        remove(layout, name, method, List.of());
    }

    @Override
    public void remove(DestinationLayout layout, String name, SnapshotMethod method, List<String> prefix) {
        Path directory = layout.snapshot(name);
        if (SnapshotNames.parse(name, ZoneOffset.UTC).isEmpty()) {
            throw new SnapshotNotFoundException(layout.parent(), name);
        }
        try {
            if (storage.look(directory).filter(Entry::symbolicLink).isPresent()) {
                throw new SnapshotException(
                        Reason.INTERNAL, directory + " is a symbolic link and is left as it is; remove it by hand");
            }
            if (!SnapshotDirectories.isCandidate(storage, layout, name)) {
                throw new SnapshotNotFoundException(layout.parent(), name);
            }
            if (Sidecars.read(storage, layout, name).filter(Sidecar::pinned).isPresent()) {
                throw new SnapshotPinnedException(name);
            }
            List<Path> mounts = MountPoints.within(storage, directory);
            if (!mounts.isEmpty()) {
                throw new SnapshotException(
                        Reason.INTERNAL,
                        directory + " is left as it is: " + mounts.getFirst() + " is a mount point; unmount it first");
            }
            TrashBin.receive(storage, layout, new Programs(storage, prefix, line -> {}), directory);
            Sidecars.delete(storage, layout, name);
        } catch (IOException e) {
            throw new SnapshotFaults(storage, clock).of("snapshot " + name + " could not be removed", layout, e);
        }
    }

    @Override
    public void cleanUp(DestinationLayout layout) {
        cleanUp(layout, List.of());
    }

    @Override
    public void cleanUp(DestinationLayout layout, List<String> prefix) {
        try {
            new CleanUp(storage, layout, new Programs(storage, prefix, line -> {})).run();
        } catch (IOException e) {
            throw new SnapshotFaults(storage, clock).of("leftovers could not be removed", layout, e);
        }
    }

    private static DestinationException unreadable(DestinationLayout layout, IOException cause) {
        return new DestinationException(
                DestinationException.Reason.UNAVAILABLE,
                "the snapshots in " + layout.parent() + " cannot be read (" + cause + "); is its file system mounted?",
                cause);
    }
}
