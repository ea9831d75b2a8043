package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.DurableFiles;
import io.rsyncbackup.destination.LatestState;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Takes one snapshot: whole and durable before it has its name, and nothing at all when it fails. */
final class Taking {
    private static final int NAME_ATTEMPTS = 10;

    private final CommandRunner runner;
    private final Clock clock;
    private final TakeRequest request;
    private final StopSignal stop;
    private final DestinationLayout layout;
    private final Programs programs;

    Taking(CommandRunner runner, Clock clock, TakeRequest request, StopSignal stop) {
        this.runner = runner;
        this.clock = clock;
        this.request = request;
        this.stop = stop;
        this.layout = request.layout();
        this.programs = new Programs(runner, request.prefix(), request.log());
    }

    Snapshot take(Optional<Path> linkDest) {
        refuseUnfinishedLatest();
        Instant takenAt = freeInstant();
        String name = SnapshotNames.of(takenAt);
        try {
            Builder builder = new Builder(programs, request, stop);
            Files.createDirectories(layout.incomplete());
            Sidecar.How way = builder.way();
            Sidecar sidecar = new Sidecar(
                    Sidecar.State.BUILDING,
                    takenAt.toString(),
                    request.run(),
                    way,
                    request.bytesTotal(),
                    request.filesTotal(),
                    false,
                    null);
            Sidecars.write(layout, name, sidecar);
            boolean whole = builder.build(way, layout.incomplete().resolve(name), linkDest);
            publish(name);
            boolean partial = request.partial() || !whole;
            Sidecars.write(layout, name, sidecar.in(partial ? Sidecar.State.PARTIAL : Sidecar.State.COMPLETE));
            return SnapshotDirectories.join(layout, name, takenAt, Optional.of(sidecar), partial);
        } catch (IOException e) {
            SnapshotException translated =
                    new SnapshotFaults(runner, clock).of("the snapshot could not be made", layout, e);
            undo(name, translated);
            throw translated;
        } catch (RuntimeException e) {
            undo(name, e);
            throw e;
        }
    }

    private void publish(String name) throws IOException {
        Path built = layout.incomplete().resolve(name);
        Path published = layout.snapshot(name);
        makeDurable();
        if (stop.requested()) {
            throw new SnapshotException(Reason.STOPPED, "stopped before the snapshot was published");
        }
        programs.rename(built, published);
        if (request.method() == SnapshotMethod.BTRFS) {
            // only now: a read-only subvolume cannot be renamed into another directory
            programs.require(StopSignal.NEVER, "btrfs", "property", "set", "-ts", published.toString(), "ro", "true");
            makeDurable();
        }
        DurableFiles.syncDirectory(layout.parent());
        DurableFiles.syncDirectory(layout.incomplete());
    }

    private void makeDurable() throws IOException {
        programs.require(stop, "sync", "--file-system", layout.own().toString());
    }

    /** What the sidecar still calls building is nobody's snapshot, so a failure here is mended by the next run. */
    private void undo(String name, RuntimeException cause) {
        // an interrupted thread could open no file
        boolean interrupted = Thread.interrupted();
        try {
            for (Path left : List.of(layout.incomplete().resolve(name), layout.snapshot(name))) {
                if (Files.exists(left, LinkOption.NOFOLLOW_LINKS)) {
                    Trash.receive(layout, programs, left);
                }
            }
            Sidecars.delete(layout, name);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void refuseUnfinishedLatest() {
        Path latest = layout.latest();
        if (!Files.isDirectory(latest, LinkOption.NOFOLLOW_LINKS)) {
            throw new SnapshotException(
                    Reason.LATEST_INCOMPLETE, latest + " is not a directory; run a backup of this plan first");
        }
        boolean updating = new Destinations(runner, clock)
                .latestState(layout)
                .filter(state -> state.state() == LatestState.State.UPDATING)
                .isPresent();
        if (updating && !request.othersFill()) {
            throw new SnapshotException(
                    Reason.LATEST_INCOMPLETE,
                    latest + " is not whole, since the last backup did not end; run a backup of this plan first");
        }
    }

    private Instant freeInstant() {
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

    private boolean isFree(String name) {
        return !Files.exists(layout.snapshot(name), LinkOption.NOFOLLOW_LINKS)
                && !Files.exists(layout.incomplete().resolve(name), LinkOption.NOFOLLOW_LINKS)
                && !Files.exists(layout.sidecar(name), LinkOption.NOFOLLOW_LINKS);
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
