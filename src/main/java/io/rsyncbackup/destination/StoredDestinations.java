package io.rsyncbackup.destination;

import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Destinations on a file system, here or on another host. */
final class StoredDestinations implements Destinations {
    private static final int WRITERS_PRESENT = 75;
    private static final int LOCK_ATTEMPTS = 4;
    private static final long LOCK_PAUSE_MILLIS = 50;

    private final Storage storage;
    private final Initialisation initialisation;

    StoredDestinations(Storage storage, Clock clock) {
        this.storage = storage;
        this.initialisation = new Initialisation(storage, clock);
    }

    @Override
    public DestinationIdentity recognise(
            DestinationLayout layout, Set<String> knownIds, boolean mayInitialise, @Nullable SnapshotMethod wanted) {
        boolean first = mayInitialise && knownIds.isEmpty();
        try {
            PathRules.check(storage, layout);
            return switch (Found.look(storage, layout)) {
                case Found.Identified found -> {
                    refuseOtherElement(layout, found.identity());
                    if (!knownIds.contains(found.identity().id()) && !(first && found.unused())) {
                        throw NotRecognised.unknown(layout, found.identity());
                    }
                    refuseOtherMethod(layout, found.identity(), wanted);
                    yield found.identity();
                }
                case Found.Nothing nothing -> {
                    if (!first) {
                        throw NotRecognised.nothing(storage, layout, nothing, !knownIds.isEmpty());
                    }
                    yield initialisation.initialise(layout, wanted);
                }
                case Found.Broken broken -> throw NotRecognised.broken(layout);
                case Found.Foreign foreign -> throw NotRecognised.foreign(layout, foreign);
            };
        } catch (IOException e) {
            throw fault("the destination could not be looked at", layout, e);
        }
    }

    @Override
    public boolean mayInitialise(DestinationLayout layout, @Nullable Path dataDirectory) {
        try {
            return NotRecognised.onOtherFileSystem(storage, layout)
                    || (dataDirectory != null
                            && Files.exists(dataDirectory)
                            && storage.real(PathRules.nearestExisting(storage, layout.parent()))
                                    .startsWith(dataDirectory.toRealPath()));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public DestinationIdentity adopt(DestinationLayout layout, boolean initialise, @Nullable SnapshotMethod wanted) {
        try {
            PathRules.check(storage, layout);
            return switch (Found.look(storage, layout)) {
                case Found.Identified found -> {
                    refuseOtherElement(layout, found.identity());
                    refuseOtherMethod(layout, found.identity(), wanted);
                    yield found.identity();
                }
                case Found.Nothing nothing -> {
                    if (!initialise && !NotRecognised.onOtherFileSystem(storage, layout)) {
                        throw NotRecognised.nothing(storage, layout, nothing, false);
                    }
                    yield initialisation.initialise(layout, wanted);
                }
                case Found.Broken broken -> initialisation.replaceBroken(layout, wanted);
                case Found.Foreign foreign -> initialisation.initialise(layout, wanted);
            };
        } catch (IOException e) {
            throw fault("the destination could not be adopted", layout, e);
        }
    }

    @Override
    public Optional<DestinationIdentity> peek(DestinationLayout layout) {
        try {
            return IdentityFile.readIdentity(storage, layout.identityFile());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public DestinationLock lock(DestinationLayout layout, String holder) {
        DestinationIdentity identity = peek(layout)
                .orElseThrow(() -> new DestinationException(
                        Reason.NOT_RECOGNISED, "nothing at " + layout.parent() + " says that it is a destination"));
        try {
            Storage.Lock held = acquire(layout, holder + ", " + LockHolder.here());
            boolean complete = false;
            try {
                if (writersLeft(layout)) {
                    // first: reading the former holder's name closes the file, and that drops the lock
                    held.release();
                    throw busy(layout, leftovers(layout));
                }
                held.announce();
                initialisation.repair(layout, identity);
                complete = true;
                return new DestinationLock(layout, held);
            } finally {
                if (!complete) {
                    held.release();
                }
            }
        } catch (IOException e) {
            throw fault("the destination could not be locked", layout, e);
        }
    }

    @Override
    public Optional<String> busyWith(DestinationLayout layout) {
        try {
            if (storage.isLocked(layout.lockFile())) {
                return Optional.of(storage.holder(layout.lockFile()));
            }
            return writersLeft(layout) ? Optional.of(leftovers(layout)) : Optional.empty();
        } catch (IOException e) {
            throw fault("the destination's lock could not be read", layout, e);
        }
    }

    @Override
    public Capacity capacity(DestinationLayout layout) {
        Path parent = layout.parent();
        try {
            if (storage.follow(parent).filter(Entry::directory).isEmpty()) {
                throw new DestinationException(
                        Reason.UNAVAILABLE, parent + " is not there; mount its file system, or create it");
            }
        } catch (IOException e) {
            throw new DestinationException(Reason.UNAVAILABLE, parent + " cannot be looked at: " + e, e);
        }
        return new CapacityQuery(storage).of(parent);
    }

    @Override
    public Optional<LatestState> latestState(DestinationLayout layout) {
        try {
            return storage.exists(layout.latestFile())
                    ? Optional.of(IdentityFile.readLatest(storage, layout.latestFile()))
                    : Optional.empty();
        } catch (IOException e) {
            throw fault("the state of latest could not be read", layout, e);
        }
    }

    @Override
    public void writeLatestState(DestinationLayout layout, LatestState state) {
        try {
            storage.write(layout.latestFile(), IdentityFile.format(state));
        } catch (IOException e) {
            throw fault("the state of latest could not be written", layout, e);
        }
    }

    private Storage.Lock acquire(DestinationLayout layout, String holder) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<Storage.Lock> held = storage.tryLock(layout.lockFile(), holder);
            if (held.isPresent()) {
                return held.get();
            }
            // someone who only looks holds it for a moment
            if (attempt == LOCK_ATTEMPTS || Thread.currentThread().isInterrupted()) {
                throw busy(layout, storage.holder(layout.lockFile()));
            }
            try {
                Thread.sleep(LOCK_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean writersLeft(DestinationLayout layout) throws IOException {
        Path file = layout.writersLockFile();
        if (!storage.exists(file)) {
            return false;
        }
        CommandResult result = storage.run(
                "flock",
                "--exclusive",
                "--nonblock",
                "--conflict-exit-code",
                Integer.toString(WRITERS_PRESENT),
                file.toString(),
                "true");
        if (result.exitCode() == WRITERS_PRESENT) {
            return true;
        }
        if (!result.succeeded()) {
            throw new IOException("flock " + file + ": " + result.errorTail().strip());
        }
        return false;
    }

    private String leftovers(DestinationLayout layout) {
        return "programs that still write there although their server is gone (" + storage.holder(layout.lockFile())
                + "); they end by themselves, or end them";
    }

    private static DestinationException busy(DestinationLayout layout, String holder) {
        return new DestinationException(Reason.BUSY, "the destination " + layout.parent() + " is in use by " + holder);
    }

    private static void refuseOtherElement(DestinationLayout layout, DestinationIdentity identity) {
        if (!identity.latest().equals(String.valueOf(layout.latest().getFileName()))) {
            throw NotRecognised.otherElement(layout, identity);
        }
    }

    private static void refuseOtherMethod(
            DestinationLayout layout, DestinationIdentity identity, @Nullable SnapshotMethod wanted) {
        if (wanted != null && wanted != identity.method()) {
            throw NotRecognised.otherMethod(layout, identity, wanted);
        }
    }

    private DestinationException fault(String what, DestinationLayout layout, IOException cause) {
        return Faults.of(what, layout.parent(), cause, new CapacityQuery(storage).ifKnown(layout.parent()));
    }
}
