package io.rsyncbackup.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is due when; shared by all servers, kept in the database. Part of the caller's transaction where there is one. */
public interface Timetable {
    /**
     * Puts it down, or moves it and replaces its data. What is due at once begins right after the transaction.
     *
     * @return false when just this one is being executed: it was left as it is
     */
    boolean put(String task, String id, Instant at, String data);

    /** Puts it down unless it is there. */
    void putIfAbsent(String task, String id, Instant at, String data);

    /** One that is being executed just now is left to its own end. */
    void remove(String task, String id);

    Optional<Due> find(String task, String id);

    /** Those of one task, the next first. */
    List<Due> all(String task);
}
