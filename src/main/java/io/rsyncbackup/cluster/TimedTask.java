package io.rsyncbackup.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * Short work whose time is kept in the database: each occurrence is done by one of the servers, at least once. Every bean of
 * this type is known to the {@link Timetable}.
 */
public interface TimedTask {
    /** Names rows of the database: never changed, lower case with dashes. */
    String name();

    /**
     * Does it, in seconds rather than minutes. An exception is logged, and it is tried again after a growing pause.
     *
     * @return when it is due again; the time when it was due: still, another server may take it or this one again in some
     *     seconds; empty: never
     */
    Optional<Instant> execute(Due due);
}
