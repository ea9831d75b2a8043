package io.rsyncbackup.destination;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Local destinations: whether one is the right one, who may write there, how full it is. */
public final class Destinations {
    private static final int WRITERS_PRESENT = 75;
    private static final int LOCK_ATTEMPTS = 4;
    private static final long LOCK_PAUSE_MILLIS = 50;

    private final CommandRunner runner;
    private final Initialisation initialisation;

    public Destinations(CommandRunner runner, Clock clock) {
        this.runner = runner;
        this.initialisation = new Initialisation(new Btrfs(runner), clock);
    }

    /**
     * The identity of the destination when it is one of the plan's own; an empty place becomes one where that is safe.
     * Writes nothing otherwise.
     *
     * @param knownIds the ids of the plan's destinations; a plan that has one never initialises another by itself
     * @param mayInitialise see {@link #mayInitialise}
     * @param wanted the plan's snapshot method; absent for auto
     * @throws DestinationException when it is not recognised; the message says what is there and what to do
     */
    public DestinationIdentity recognise(
            DestinationLayout layout, Set<String> knownIds, boolean mayInitialise, @Nullable SnapshotMethod wanted) {
        boolean first = mayInitialise && knownIds.isEmpty();
        try {
            PathRules.check(layout);
            return switch (Found.look(layout)) {
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
                        throw NotRecognised.nothing(layout, nothing, !knownIds.isEmpty());
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

    /**
     * May a first use of an empty place initialise it? Where it lies on another file system than {@code /}, or below the
     * data directory; elsewhere it looks just like the mount point of a disk that is not mounted.
     */
    public boolean mayInitialise(DestinationLayout layout, Path dataDirectory) {
        try {
            return NotRecognised.onOtherFileSystem(layout)
                    || (Files.exists(dataDirectory)
                            && PathRules.nearestExisting(layout.parent())
                                    .toRealPath()
                                    .startsWith(dataDirectory.toRealPath()));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Accepts the destination as it is. What is known of {@code latest} is not changed: without a state nothing is known
     * of it until the next backup.
     *
     * @param initialise also an empty place on the root file system
     */
    public DestinationIdentity adopt(DestinationLayout layout, boolean initialise, @Nullable SnapshotMethod wanted) {
        try {
            PathRules.check(layout);
            return switch (Found.look(layout)) {
                case Found.Identified found -> {
                    refuseOtherElement(layout, found.identity());
                    refuseOtherMethod(layout, found.identity(), wanted);
                    yield found.identity();
                }
                case Found.Nothing nothing -> {
                    if (!initialise && !NotRecognised.onOtherFileSystem(layout)) {
                        throw NotRecognised.nothing(layout, nothing, false);
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

    /** The identity that lies there, whoever's it is. Reads only; empty too when it cannot be read. */
    public Optional<DestinationIdentity> peek(DestinationLayout layout) {
        try {
            return IdentityFile.readIdentity(layout.identityFile());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes the right to write. Also creates what is missing of the server's own directories.
     *
     * @param holder what this run calls itself, as {@code run 01J…}; host and process id are added
     * @throws DestinationException BUSY naming the holder, NOT_RECOGNISED where there is no identity
     */
    public DestinationLock lock(DestinationLayout layout, String holder) {
        DestinationIdentity identity = peek(layout)
                .orElseThrow(() -> new DestinationException(
                        Reason.NOT_RECOGNISED, "nothing at " + layout.parent() + " says that it is a destination"));
        try {
            LockFiles.Held held = acquire(layout, holder + ", " + LockHolder.here());
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

    /** Whom one waits for. Changes nothing; empty when nobody writes. */
    public Optional<String> busyWith(DestinationLayout layout) {
        try {
            if (LockFiles.isLocked(layout.lockFile())) {
                return Optional.of(LockFiles.holder(layout.lockFile()));
            }
            return writersLeft(layout) ? Optional.of(leftovers(layout)) : Optional.empty();
        } catch (IOException e) {
            throw fault("the destination's lock could not be read", layout, e);
        }
    }

    public Capacity capacity(DestinationLayout layout) {
        Path parent = layout.parent();
        if (!Files.isDirectory(parent)) {
            throw new DestinationException(
                    Reason.UNAVAILABLE, parent + " is not there; mount its file system, or create it");
        }
        return new CapacityQuery(runner).of(parent);
    }

    /** Empty as long as this server has written nothing to latest; then nothing is known of what lies there. */
    public Optional<LatestState> latestState(DestinationLayout layout) {
        try {
            return Files.exists(layout.latestFile(), LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(IdentityFile.readLatest(layout.latestFile()))
                    : Optional.empty();
        } catch (IOException e) {
            throw fault("the state of latest could not be read", layout, e);
        }
    }

    /** Durable when it returns. */
    public void writeLatestState(DestinationLayout layout, LatestState state) {
        try {
            DurableFiles.write(layout.latestFile(), IdentityFile.format(state));
        } catch (IOException e) {
            throw fault("the state of latest could not be written", layout, e);
        }
    }

    private static LockFiles.Held acquire(DestinationLayout layout, String holder) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<LockFiles.Held> held = LockFiles.tryLock(layout.lockFile(), holder);
            if (held.isPresent()) {
                return held.get();
            }
            // someone who only looks holds it for a moment
            if (attempt == LOCK_ATTEMPTS || Thread.currentThread().isInterrupted()) {
                throw busy(layout, LockFiles.holder(layout.lockFile()));
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
        if (!Files.exists(file)) {
            return false;
        }
        CommandResult result = runner.run(Command.of(
                "flock",
                "--exclusive",
                "--nonblock",
                "--conflict-exit-code",
                Integer.toString(WRITERS_PRESENT),
                file.toString(),
                "true"));
        if (result.exitCode() == WRITERS_PRESENT) {
            return true;
        }
        if (!result.succeeded()) {
            throw new IOException("flock " + file + ": " + result.errorTail().strip());
        }
        return false;
    }

    private static String leftovers(DestinationLayout layout) {
        return "programs that still write there although their server is gone (" + LockFiles.holder(layout.lockFile())
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
        return Faults.of(what, layout.parent(), cause, new CapacityQuery(runner).ifKnown(layout.parent()));
    }
}
