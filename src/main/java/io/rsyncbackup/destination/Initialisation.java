package io.rsyncbackup.destination;

import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a directory a destination. The identity is written last: without it nothing was begun. */
final class Initialisation {
    private final Btrfs btrfs;
    private final Clock clock;

    Initialisation(Btrfs btrfs, Clock clock) {
        this.btrfs = btrfs;
        this.clock = clock;
    }

    DestinationIdentity initialise(DestinationLayout layout, @Nullable SnapshotMethod wanted) throws IOException {
        SnapshotMethod method = method(layout, wanted);
        Files.createDirectories(layout.parent());
        makeOwnDirectories(layout);
        makeLatest(layout, method);
        DestinationIdentity identity = new DestinationIdentity(
                UUID.randomUUID().toString(),
                String.valueOf(layout.latest().getFileName()),
                method,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        DestinationIdentity written = write(layout, identity);
        DurableFiles.syncDirectory(layout.parent());
        DurableFiles.syncDirectory(Objects.requireNonNull(layout.parent().getParent()));
        return written;
    }

    /** Two servers may begin at once: the first one's identity holds. */
    private static DestinationIdentity write(DestinationLayout layout, DestinationIdentity identity)
            throws IOException {
        try {
            DurableFiles.create(layout.identityFile(), IdentityFile.format(identity));
            return identity;
        } catch (FileAlreadyExistsException e) {
            return IdentityFile.readIdentity(layout.identityFile()).orElseThrow(() -> e);
        } catch (FileSystemException e) {
            if (identity.method() == SnapshotMethod.HARD_LINK && "Operation not permitted".equals(e.getReason())) {
                throw new DestinationException(
                        Reason.UNAVAILABLE,
                        "the file system of " + layout.parent() + " knows no hard links, which snapshots are made of;"
                                + " use one with ext4, xfs or btrfs",
                        e);
            }
            throw e;
        }
    }

    DestinationIdentity replaceBroken(DestinationLayout layout, @Nullable SnapshotMethod wanted) throws IOException {
        Files.move(
                layout.identityFile(),
                layout.own().resolve(layout.identityFile().getFileName() + ".broken"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return initialise(layout, wanted);
    }

    /** Puts back what someone took away: an empty latest is marked as not whole, so that no snapshot is made of it. */
    void repair(DestinationLayout layout, DestinationIdentity identity) throws IOException {
        makeOwnDirectories(layout);
        if (!Files.exists(layout.latest(), LinkOption.NOFOLLOW_LINKS)) {
            LatestState empty = new LatestState(LatestState.State.UPDATING, null, clock.instant());
            DurableFiles.write(layout.latestFile(), IdentityFile.format(empty));
            makeLatest(layout, identity.method());
        }
    }

    private SnapshotMethod method(DestinationLayout layout, @Nullable SnapshotMethod wanted) throws IOException {
        boolean onBtrfs = Btrfs.holds(PathRules.nearestExisting(layout.parent()));
        boolean plainContent = Files.exists(layout.latest(), LinkOption.NOFOLLOW_LINKS)
                && !Btrfs.isSubvolume(layout.latest())
                && !Directories.entries(layout.latest()).isEmpty();
        if (wanted == SnapshotMethod.BTRFS && !onBtrfs) {
            throw NotRecognised.notBtrfs(layout);
        }
        if (wanted == SnapshotMethod.BTRFS && plainContent) {
            throw NotRecognised.notSubvolume(layout);
        }
        if (wanted != null) {
            return wanted;
        }
        return onBtrfs && !plainContent ? SnapshotMethod.BTRFS : SnapshotMethod.HARD_LINK;
    }

    private static void makeOwnDirectories(DestinationLayout layout) throws IOException {
        for (Path directory : List.of(layout.own(), layout.sidecars(), layout.incomplete(), layout.trash())) {
            Files.createDirectories(directory);
        }
        DurableFiles.syncDirectory(layout.own());
    }

    private void makeLatest(DestinationLayout layout, SnapshotMethod method) throws IOException {
        Path latest = layout.latest();
        switch (method) {
            case HARD_LINK -> Files.createDirectories(latest);
            case BTRFS -> {
                if (Btrfs.isSubvolume(latest)) {
                    return;
                }
                Files.deleteIfExists(latest);
                try {
                    btrfs.create(latest);
                } catch (CommandNotStartedException e) {
                    throw new DestinationException(
                            Reason.UNAVAILABLE, e.getMessage() + "; or set snapshot-method: hard-link", e);
                }
            }
        }
    }
}
