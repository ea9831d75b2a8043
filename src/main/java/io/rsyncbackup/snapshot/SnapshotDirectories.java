package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Entry;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dated directories of a destination. Reads only. */
final class SnapshotDirectories {
    private static final Comparator<Snapshot> NEWEST_FIRST = Comparator.comparing(Snapshot::takenAt)
            .thenComparing(Snapshot::name)
            .reversed();

    private SnapshotDirectories() {}

    static List<Snapshot> list(Storage storage, DestinationLayout layout, ZoneId zone) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        List<Entry> entries = storage.read(layout.parent());
        // read afterwards: of a snapshot published in between its description is seen
        Map<String, Sidecar> sidecars = Sidecars.all(storage, layout);
        for (Entry entry : entries) {
            if (isCandidate(layout, entry)) {
                Optional<Sidecar> sidecar = Optional.ofNullable(sidecars.get(entry.name()));
                SnapshotNames.parse(entry.name(), zone)
                        .flatMap(takenAt -> listed(layout, entry.name(), takenAt, sidecar))
                        .ifPresent(snapshots::add);
            }
        }
        snapshots.sort(NEWEST_FIRST);
        return snapshots;
    }

    /** Empty when it is no snapshot, or one that is not finished. */
    static Optional<Snapshot> find(Storage storage, DestinationLayout layout, String name, ZoneId zone)
            throws IOException {
        Optional<Instant> takenAt = SnapshotNames.parse(name, zone);
        if (takenAt.isEmpty() || !isCandidate(storage, layout, name)) {
            return Optional.empty();
        }
        return listed(layout, name, takenAt.get(), Sidecars.read(storage, layout, name));
    }

    private static Optional<Snapshot> listed(
            DestinationLayout layout, String name, Instant takenAt, Optional<Sidecar> sidecar) {
        Sidecar.State state = sidecar.map(Sidecar::state).orElse(Sidecar.State.COMPLETE);
        return switch (state) {
            case BUILDING, REMOVING -> Optional.empty();
            case COMPLETE, PARTIAL -> Optional.of(join(layout, name, takenAt, sidecar, state == Sidecar.State.PARTIAL));
        };
    }

    /** The newest complete one none of whose inodes latest has: files may be linked to it safely. */
    static Optional<Path> newestIndependent(Storage storage, DestinationLayout layout) throws IOException {
        for (Snapshot snapshot : list(storage, layout, ZoneOffset.UTC)) {
            if (!snapshot.partial() && independent(storage, layout, snapshot.name())) {
                return Optional.of(snapshot.path());
            }
        }
        return Optional.empty();
    }

    /** Is none of its inodes latest's? Known only of those that this server made so. */
    static boolean independent(Storage storage, DestinationLayout layout, String name) throws IOException {
        return Sidecar.independent(Sidecars.read(storage, layout, name).orElse(null));
    }

    /** A real directory that is not latest itself, by whatever name that goes. */
    static boolean isCandidate(Storage storage, DestinationLayout layout, String name) throws IOException {
        return storage.look(layout.snapshot(name))
                .filter(entry -> isCandidate(layout, entry))
                .isPresent();
    }

    private static boolean isCandidate(DestinationLayout layout, Entry entry) {
        return entry.directory() && !entry.path().equals(layout.latest());
    }

    static Snapshot join(
            DestinationLayout layout, String name, Instant takenAt, Optional<Sidecar> sidecar, boolean partial) {
        Sidecar known = sidecar.orElseGet(Sidecar::found);
        return new Snapshot(
                name,
                takenAt,
                layout.snapshot(name),
                partial,
                known.pinned(),
                known.note(),
                known.run(),
                known.bytesTotal(),
                known.filesTotal(),
                known.run() == null ? Snapshot.Origin.FOUND : Snapshot.Origin.RUN);
    }
}
