package io.rsyncbackup.destination;

import java.util.List;

/** The right to write to one destination. Falls when closed, and with this process. */
public final class DestinationLock implements AutoCloseable {
    private final DestinationLayout layout;
    private final Storage.Lock held;

    DestinationLock(DestinationLayout layout, Storage.Lock held) {
        this.layout = layout;
        this.held = held;
    }

    /**
     * What goes directly in front of every program that writes to the destination, after {@code sudo} (which would close
     * the lock): the program and all its children hold the writers' lock, and so are seen when this server was killed.
     */
    public List<String> writerPrefix() {
        return List.of(
                "flock", "--shared", "--no-fork", layout.writersLockFile().toString());
    }

    /** True when it fell by itself: the connection to the host of its holder broke. */
    public boolean lost() {
        return held.lost();
    }

    @Override
    public void close() {
        held.release();
    }
}
