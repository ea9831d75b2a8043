package io.rsyncbackup.destination;

import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a directory a destination. The identity is written last: without it nothing was begun. */
final class Initialisation {
    private final Storage storage;
    private final Btrfs btrfs;
    private final Clock clock;

    Initialisation(Storage storage, Clock clock) {
        this.storage = storage;
        this.btrfs = new Btrfs(storage);
        this.clock = clock;
    }

    DestinationIdentity initialise(DestinationLayout layout, @Nullable SnapshotMethod wanted) throws IOException {
        SnapshotMethod method = method(layout, wanted);
        storage.makeDirectories(layout.parent());
        makeOwnDirectories(layout);
        makeLatest(layout, method);
        DestinationIdentity identity = new DestinationIdentity(
                UUID.randomUUID().toString(),
                String.valueOf(layout.latest().getFileName()),
                method,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        DestinationIdentity written = write(layout, identity);
        storage.sync(layout.parent());
        storage.sync(Objects.requireNonNull(layout.parent().getParent()));
        return written;
    }

    /** Two servers may begin at once: the first one's identity holds. */
    private DestinationIdentity write(DestinationLayout layout, DestinationIdentity identity) throws IOException {
        try {
            storage.create(layout.identityFile(), IdentityFile.format(identity));
            return identity;
        } catch (FileAlreadyExistsException e) {
            return IdentityFile.readIdentity(storage, layout.identityFile()).orElseThrow(() -> e);
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
        storage.rename(
                layout.identityFile(),
                layout.own().resolve(layout.identityFile().getFileName() + ".broken"));
        return initialise(layout, wanted);
    }

    /** Puts back what someone took away: an empty latest is marked as not whole, so that no snapshot is made of it. */
    void repair(DestinationLayout layout, DestinationIdentity identity) throws IOException {
        makeOwnDirectories(layout);
        if (!storage.exists(layout.latest())) {
            LatestState empty = new LatestState(LatestState.State.UPDATING, null, clock.instant());
            storage.write(layout.latestFile(), IdentityFile.format(empty));
            makeLatest(layout, identity.method());
        }
    }

    private SnapshotMethod method(DestinationLayout layout, @Nullable SnapshotMethod wanted) throws IOException {
        boolean onBtrfs = btrfs.holds(PathRules.nearestExisting(storage, layout.parent()));
        boolean plainContent = storage.exists(layout.latest())
                && !btrfs.isSubvolume(layout.latest())
                && !storage.entries(layout.latest()).isEmpty();
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

    private void makeOwnDirectories(DestinationLayout layout) throws IOException {
        for (Path directory : List.of(layout.own(), layout.sidecars(), layout.incomplete(), layout.trash())) {
            storage.makeDirectories(directory);
        }
        storage.sync(layout.own());
    }

    private void makeLatest(DestinationLayout layout, SnapshotMethod method) throws IOException {
        Path latest = layout.latest();
        switch (method) {
            case HARD_LINK -> storage.makeDirectories(latest);
            case BTRFS -> {
                if (btrfs.isSubvolume(latest)) {
                    return;
                }
                storage.delete(latest);
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
