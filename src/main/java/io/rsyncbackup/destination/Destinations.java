package io.rsyncbackup.destination;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a destination is the right one, who may write there, how full it is. */
public interface Destinations {
    /** Those on a file system. */
    static Destinations on(Storage storage, Clock clock) {
        return new StoredDestinations(storage, clock);
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
    DestinationIdentity recognise(
            DestinationLayout layout, Set<String> knownIds, boolean mayInitialise, @Nullable SnapshotMethod wanted);

    /**
     * May a first use of an empty place initialise it? Where it lies on another file system than {@code /}, or below the
     * data directory; elsewhere it looks just like the mount point of a disk that is not mounted.
     */
    boolean mayInitialise(DestinationLayout layout, @Nullable Path dataDirectory);

    /**
     * Accepts the destination as it is. What is known of {@code latest} is not changed: without a state nothing is known
     * of it until the next backup.
     *
     * @param initialise also an empty place on the root file system
     */
    DestinationIdentity adopt(DestinationLayout layout, boolean initialise, @Nullable SnapshotMethod wanted);

    /** The identity that lies there, whoever's it is. Reads only; empty too when it cannot be read. */
    Optional<DestinationIdentity> peek(DestinationLayout layout);

    /**
     * Takes the right to write. Also creates what is missing of the server's own directories.
     *
     * @param holder what this run calls itself, as {@code run 01J…}; host and process id are added
     * @throws DestinationException BUSY naming the holder, NOT_RECOGNISED where there is no identity
     */
    DestinationLock lock(DestinationLayout layout, String holder);

    /** Whom one waits for. Changes nothing; empty when nobody writes. */
    Optional<String> busyWith(DestinationLayout layout);

    Capacity capacity(DestinationLayout layout);

    /** Empty as long as this server has written nothing to latest; then nothing is known of what lies there. */
    Optional<LatestState> latestState(DestinationLayout layout);

    /** Durable when it returns. */
    void writeLatestState(DestinationLayout layout, LatestState state);
}
