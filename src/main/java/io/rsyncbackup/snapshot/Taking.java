package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.LatestState;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Takes one snapshot: whole and durable before it has its name, and nothing at all when it fails. */
final class Taking {
    private static final int NAME_ATTEMPTS = 10;

    private final Storage storage;
    private final Clock clock;
    private final TakeRequest request;
    private final StopSignal stop;
    private final DestinationLayout layout;
    private final Programs programs;

    Taking(Storage storage, Clock clock, TakeRequest request, StopSignal stop) {
        this.storage = storage;
        this.clock = clock;
        this.request = request;
        this.stop = stop;
        this.layout = request.layout();
        this.programs = new Programs(storage, request.prefix(), request.log());
    }

    Snapshot take(Optional<Path> linkDest) {
        Instant takenAt = begin();
        String name = SnapshotNames.of(takenAt);
        try {
            Builder builder = new Builder(storage, programs, request, stop);
            storage.makeDirectories(layout.incomplete());
            Sidecar.How way = builder.way();
            Sidecar sidecar = new Sidecar(
                    Sidecar.State.BUILDING,
                    takenAt.toString(),
                    request.run(),
                    null,
                    way,
                    request.bytesTotal(),
                    request.filesTotal(),
                    false,
                    null);
            Sidecars.write(storage, layout, name, sidecar);
            boolean whole = builder.build(way, layout.incomplete().resolve(name), linkDest);
            publish(name);
            boolean partial = request.partial() || !whole;
            Sidecars.write(storage, layout, name, sidecar.in(partial ? Sidecar.State.PARTIAL : Sidecar.State.COMPLETE));
            if (!storage.isDirectory(layout.snapshot(name))) {
                throw lost(layout.snapshot(name) + " was taken away while it was made");
            }
            return SnapshotDirectories.join(layout, name, takenAt, Optional.of(sidecar), partial);
        } catch (IOException e) {
            SnapshotException translated =
                    new SnapshotFaults(storage, clock).of("the snapshot could not be made", layout, e);
            undo(name, translated);
            throw translated;
        } catch (RuntimeException e) {
            undo(name, e);
            throw e;
        }
    }

    private Instant begin() {
        try {
            refuseUnfinishedLatest();
            return freeInstant();
        } catch (IOException e) {
            throw new SnapshotFaults(storage, clock).of("no snapshot was begun", layout, e);
        }
    }

    private void publish(String name) throws IOException {
        Path built = layout.incomplete().resolve(name);
        Path published = layout.snapshot(name);
        makeDurable();
        if (stop.requested()) {
            throw new SnapshotException(Reason.STOPPED, "stopped before the snapshot was published");
        }
        if (request.lockLost().getAsBoolean()) {
            throw lost("the connection that held the destination's lock broke while the snapshot was made");
        }
        programs.rename(built, published);
        if (request.method() == SnapshotMethod.BTRFS) {
            // only now: a read-only subvolume cannot be renamed into another directory
            programs.require(StopSignal.NEVER, "btrfs", "property", "set", "-ts", published.toString(), "ro", "true");
            makeDurable();
        }
        storage.sync(layout.parent());
        storage.sync(layout.incomplete());
    }

    private static DestinationException lost(String what) {
        return new DestinationException(
                DestinationException.Reason.NETWORK, what + ": somebody else may have been at work there; try again");
    }

    private void makeDurable() throws IOException {
        programs.require(stop, "sync", "--file-system", layout.own().toString());
    }

    /** What the sidecar still calls building is nobody's snapshot, so a failure here is mended by the next run. */
    private void undo(String name, RuntimeException cause) {
        if (request.lockLost().getAsBoolean()) {
            // whoever has the lock now cleans up himself
            return;
        }
        // an interrupted thread could open no file
        boolean interrupted = Thread.interrupted();
        try {
            for (Path left : List.of(layout.incomplete().resolve(name), layout.snapshot(name))) {
                if (storage.exists(left)) {
                    TrashBin.receive(storage, layout, programs, left);
                }
            }
            Sidecars.delete(storage, layout, name);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void refuseUnfinishedLatest() throws IOException {
        Path latest = layout.latest();
        if (!storage.isDirectory(latest)) {
            throw new SnapshotException(
                    Reason.LATEST_INCOMPLETE, latest + " is not a directory; run a backup of this plan first");
        }
        boolean updating = Destinations.on(storage, clock)
                .latestState(layout)
                .filter(state -> state.state() == LatestState.State.UPDATING)
                .isPresent();
        if (updating && !request.othersFill()) {
            throw new SnapshotException(
                    Reason.LATEST_INCOMPLETE,
                    latest + " is not whole, since the last backup did not end; run a backup of this plan first");
        }
    }

    private Instant freeInstant() throws IOException {
        for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
            Instant now = clock.instant();
            Instant second = now.truncatedTo(ChronoUnit.SECONDS);
            if (isFree(SnapshotNames.of(second))) {
                return second;
            }
            sleep(now.until(second.plusSeconds(1), ChronoUnit.MILLIS) + 1);
        }
        throw new SnapshotException(
                Reason.INTERNAL, "every snapshot name of these seconds is taken; look at this machine's clock");
    }

    private boolean isFree(String name) throws IOException {
        return !storage.exists(layout.snapshot(name))
                && !storage.exists(layout.incomplete().resolve(name))
                && !storage.exists(layout.sidecar(name));
    }

    private void sleep(long millis) {
        try {
            if (stop.requested()) {
                throw new SnapshotException(Reason.STOPPED, "stopped before the snapshot was begun");
            }
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SnapshotException(Reason.STOPPED, "stopped before the snapshot was begun", e);
        }
    }
}
