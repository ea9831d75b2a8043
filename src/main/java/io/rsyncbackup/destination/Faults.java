package io.rsyncbackup.destination;

import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns what the file system says into what a person can mend. */
final class Faults {
    private Faults() {}

    static DestinationException of(String what, Path path, IOException cause, @Nullable Capacity capacity) {
        String text = cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause.getMessage());
        return switch (StorageFault.of(text, capacity)) {
            case OUT_OF_SPACE ->
                new DestinationException(
                        Reason.OUT_OF_SPACE,
                        what + ": no space is left on the file system of " + path
                                + "; free some, or delete snapshots and wait until the trash is emptied",
                        cause);
            case OUT_OF_INODES ->
                new DestinationException(
                        Reason.OUT_OF_INODES,
                        what + ": no inodes are left on the file system of " + path
                                + " (df --inodes shows them); delete snapshots or make a file system with more",
                        cause);
            case READ_ONLY ->
                new DestinationException(
                        Reason.READ_ONLY,
                        what + ": the file system of " + path
                                + " is read-only; look at the kernel log, repair it and mount it writable",
                        cause);
            case PERMISSION ->
                new DestinationException(
                        Reason.PERMISSION,
                        what + ": this server may not access " + path + "; let its user own that directory",
                        cause);
            case OTHER -> new DestinationException(Reason.UNAVAILABLE, what + ": " + path + ": " + cause, cause);
        };
    }
}
