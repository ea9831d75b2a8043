package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.transfer.TransferOutcome;

/** What went wrong in another room, as the reason of a step. The one table between them. */
final class Failures {
    private Failures() {}

    static RunReason reason(DestinationException.Reason reason) {
        return switch (reason) {
            case NOT_RECOGNISED -> RunReason.DESTINATION_NOT_RECOGNISED;
            case UNAVAILABLE, BUSY -> RunReason.DESTINATION_UNAVAILABLE;
            case OUT_OF_SPACE -> RunReason.OUT_OF_SPACE;
            case OUT_OF_INODES -> RunReason.OUT_OF_INODES;
            case READ_ONLY -> RunReason.READ_ONLY;
            case PERMISSION -> RunReason.PERMISSION;
            case LATEST_INCOMPLETE -> RunReason.LATEST_INCOMPLETE;
            case NETWORK -> RunReason.NETWORK;
            case HOST_KEY -> RunReason.HOST_KEY;
            case AUTHENTICATION -> RunReason.AUTHENTICATION;
        };
    }

    static RunReason reason(SnapshotException.Reason reason) {
        return switch (reason) {
            case OUT_OF_SPACE -> RunReason.OUT_OF_SPACE;
            case OUT_OF_INODES -> RunReason.OUT_OF_INODES;
            case READ_ONLY -> RunReason.READ_ONLY;
            case PERMISSION -> RunReason.PERMISSION;
            case STOPPED -> RunReason.CANCELLED;
            case LATEST_INCOMPLETE -> RunReason.LATEST_INCOMPLETE;
            case INTERNAL -> RunReason.INTERNAL;
        };
    }

    static RunReason reason(TransferOutcome.Failure failure) {
        return switch (failure) {
            case SOURCE_MISSING -> RunReason.SOURCE_MISSING;
            case SOURCE_EMPTY -> RunReason.SOURCE_EMPTY;
            case OUT_OF_SPACE -> RunReason.OUT_OF_SPACE;
            case OUT_OF_INODES -> RunReason.OUT_OF_INODES;
            case READ_ONLY -> RunReason.READ_ONLY;
            case PERMISSION -> RunReason.PERMISSION;
            case NETWORK -> RunReason.NETWORK;
            case HOST_KEY -> RunReason.HOST_KEY;
            case AUTHENTICATION -> RunReason.AUTHENTICATION;
            case DELETION_LIMIT -> RunReason.DELETION_LIMIT;
            case UNREADABLE_FILES -> RunReason.UNREADABLE_FILES;
            case DESTINATION_UNAVAILABLE -> RunReason.DESTINATION_UNAVAILABLE;
            case INTERNAL -> RunReason.INTERNAL;
        };
    }
}
