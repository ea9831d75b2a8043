package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The dated directories of a destination. Reads only. */
final class SnapshotDirectories {
    private static final Comparator<Snapshot> NEWEST_FIRST = Comparator.comparing(Snapshot::takenAt)
            .thenComparing(Snapshot::name)
            .reversed();

    private SnapshotDirectories() {}

    static List<Snapshot> list(DestinationLayout layout, ZoneId zone) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        for (Path child : Directories.read(layout.parent())) {
            find(layout, String.valueOf(child.getFileName()), zone).ifPresent(snapshots::add);
        }
        snapshots.sort(NEWEST_FIRST);
        return snapshots;
    }

    /** Empty when it is no snapshot, or one that is not finished. */
    static Optional<Snapshot> find(DestinationLayout layout, String name, ZoneId zone) throws IOException {
        Optional<Instant> takenAt = SnapshotNames.parse(name, zone);
        if (takenAt.isEmpty() || !isCandidate(layout, name)) {
            return Optional.empty();
        }
        Optional<Sidecar> sidecar = Sidecars.read(layout, name);
        Sidecar.State state = sidecar.map(Sidecar::state).orElse(Sidecar.State.COMPLETE);
        return switch (state) {
            case BUILDING -> Optional.empty();
            case COMPLETE, PARTIAL ->
                Optional.of(join(layout, name, takenAt.get(), sidecar, state == Sidecar.State.PARTIAL));
        };
    }

    /** The newest complete one none of whose inodes latest has: files may be linked to it safely. */
    static Optional<Path> newestIndependent(DestinationLayout layout) throws IOException {
        for (Snapshot snapshot : list(layout, ZoneOffset.UTC)) {
            if (!snapshot.partial() && independent(layout, snapshot.name())) {
                return Optional.of(snapshot.path());
            }
        }
        return Optional.empty();
    }

    /** Is none of its inodes latest's? Known only of those that this server made so. */
    static boolean independent(DestinationLayout layout, String name) throws IOException {
        return Sidecars.read(layout, name)
                .map(Sidecar::how)
                .filter(Sidecar.How::independent)
                .isPresent();
    }

    /** A real directory that is not latest itself, by whatever name that goes. */
    static boolean isCandidate(DestinationLayout layout, String name) {
        Path directory = layout.snapshot(name);
        return !directory.equals(layout.latest()) && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
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
