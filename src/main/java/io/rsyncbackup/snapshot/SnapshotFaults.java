package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.destination.StorageFault;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Turns what programs and the file system say into what a person can mend. */
final class SnapshotFaults {
    private static final int LONGEST_DETAIL = 500;

    private final Destinations destinations;

    SnapshotFaults(Storage storage, Clock clock) {
        this.destinations = Destinations.on(storage, clock);
    }

    /** Ask before anything is removed again: the fill of the file system tells space from inodes. */
    SnapshotException of(String what, DestinationLayout layout, IOException cause) {
        String text = cause instanceof AccessDeniedException
                ? "permission denied: " + cause.getMessage()
                : String.valueOf(cause.getMessage());
        String where = layout.parent().toString();
        return switch (StorageFault.of(text, capacity(layout))) {
            case OUT_OF_SPACE ->
                new SnapshotException(
                        Reason.OUT_OF_SPACE,
                        what + ": no space is left on the file system of " + where
                                + "; free some, or delete snapshots and wait until the trash is emptied",
                        cause);
            case OUT_OF_INODES ->
                new SnapshotException(
                        Reason.OUT_OF_INODES,
                        what + ": no inodes are left on the file system of " + where
                                + "; every snapshot needs one for each directory; delete snapshots, or make a file"
                                + " system with more inodes",
                        cause);
            case READ_ONLY ->
                new SnapshotException(
                        Reason.READ_ONLY,
                        what + ": " + where + " is read-only; look at the kernel log, repair the file system and"
                                + " mount it writable",
                        cause);
            case PERMISSION ->
                new SnapshotException(
                        Reason.PERMISSION,
                        what + ": this server may not do that in " + where + ": " + shortened(text),
                        cause);
            case OTHER -> new SnapshotException(Reason.INTERNAL, what + ": " + shortened(text), cause);
        };
    }

    private @Nullable Capacity capacity(DestinationLayout layout) {
        try {
            return destinations.capacity(layout);
        } catch (DestinationException e) {
            return null;
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + " …";
    }
}
