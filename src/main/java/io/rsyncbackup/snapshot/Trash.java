package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Storage;
import java.util.List;

/** Removed snapshots whose space is not free yet. Needs no lock: what lies there is nobody's any more. */
public interface Trash {
    /** That of a destination on a file system. */
    static Trash on(Storage storage) {
        return new StoredTrash(storage);
    }

    /** How many removed directories still wait. */
    long pending(DestinationLayout layout);

    /** The same without anything in front of the programs. */
    List<String> empty(DestinationLayout layout, StopSignal stop);

    /**
     * Frees the space of all that lies there now, with idle I/O priority, never across mounts. What is left when it is
     * stopped or killed is removed the next time.
     *
     * @param prefix {@code sudo -n} where the server itself may not remove it
     * @return what could not be removed, and why; none of it is fatal
     */
    List<String> empty(DestinationLayout layout, List<String> prefix, StopSignal stop);
}
