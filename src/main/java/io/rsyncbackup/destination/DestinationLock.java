package io.rsyncbackup.destination;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The right to write to one destination. Falls when closed, and with this process. */
public final class DestinationLock implements AutoCloseable {
    private final List<String> writerPrefix;
    private final Storage.@Nullable Lock held;

    DestinationLock(DestinationLayout layout, Storage.Lock held) {
        this(List.of("flock", "--shared", "--no-fork", layout.writersLockFile().toString()), held);
    }

    private DestinationLock(List<String> writerPrefix, Storage.@Nullable Lock held) {
        this.writerPrefix = writerPrefix;
        this.held = held;
    }

    /** Where nothing can be locked: everybody works on names of his own there. */
    static DestinationLock none() {
        return new DestinationLock(List.of(), null);
    }

    /**
     * What goes directly in front of every program that writes to the destination, after {@code sudo} (which would close
     * the lock): the program and all its children hold the writers' lock, and so are seen when this server was killed.
     */
    public List<String> writerPrefix() {
        return writerPrefix;
    }

    /** True when it fell by itself: the connection to the host of its holder broke. */
    public boolean lost() {
        return held != null && held.lost();
    }

    @Override
    public void close() {
        if (held != null) {
            held.release();
        }
    }
}
