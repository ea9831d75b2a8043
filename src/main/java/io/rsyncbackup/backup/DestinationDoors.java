package io.rsyncbackup.backup;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who of this server is at a destination. A run holds the destination's lock from its first step to its last; a caller who
 * pins or deletes meanwhile must not wait for hours, so only the short moments that change the set of snapshots exclude
 * each other.
 */
final class DestinationDoors {
    private final Map<String, ReentrantLock> doors = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Set<String> working = ConcurrentHashMap.newKeySet();

    /** Excludes every other change of the set of snapshots there; keep it short. */
    ReentrantLock of(String place) {
        return doors.computeIfAbsent(place, key -> new ReentrantLock(true));
    }

    void holding(String place) {
        held.add(place);
    }

    void released(String place) {
        held.remove(place);
    }

    /** True while a run of this server holds the destination's lock. */
    boolean heldHere(String place) {
        return held.contains(place);
    }

    /** Says that a run of this server makes something where nothing can be locked. */
    void working(String run) {
        working.add(run);
    }

    void worked(String run) {
        working.remove(run);
    }

    boolean works(String run) {
        return working.contains(run);
    }
}
