package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationLayout;
import java.nio.file.Path;
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
    private final Map<Path, ReentrantLock> doors = new ConcurrentHashMap<>();
    private final Set<Path> held = ConcurrentHashMap.newKeySet();

    /** Excludes every other change of the set of snapshots there; keep it short. */
    ReentrantLock of(DestinationLayout layout) {
        return doors.computeIfAbsent(layout.parent(), parent -> new ReentrantLock(true));
    }

    void holding(DestinationLayout layout) {
        held.add(layout.parent());
    }

    void released(DestinationLayout layout) {
        held.remove(layout.parent());
    }

    /** True while a run of this server holds the destination's lock. */
    boolean heldHere(DestinationLayout layout) {
        return held.contains(layout.parent());
    }
}
