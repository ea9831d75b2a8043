package io.rsyncbackup.transfer;

import org.jspecify.annotations.Nullable;

/**
 * How a transfer ended.
 *
 * @param failure why; absent when it succeeded
 * @param message one sentence for people
 * @param isolatedFiles files whose inode was renewed only because names that share it here no longer do at the source
 * @param command the decisive rsync command line, without secrets
 */
public record TransferOutcome(
        Result result,
        @Nullable Failure failure,
        String message,
        boolean retryable,
        @Nullable Statistics statistics,
        long isolatedFiles,
        FileList unreadable,
        FileList vanished,
        @Nullable String command,
        @Nullable Integer exitCode) {
    /** Succeeded; partial: something at the source could not be read, everything else is saved; failed; or stopped on request. */
    public enum Result {
        SUCCEEDED,
        PARTIAL,
        FAILED,
        STOPPED
    }

    /** Why it did not succeed. */
    public enum Failure {
        SOURCE_MISSING,
        SOURCE_EMPTY,
        OUT_OF_SPACE,
        OUT_OF_INODES,
        READ_ONLY,
        PERMISSION,
        NETWORK,
        HOST_KEY,
        AUTHENTICATION,
        DELETION_LIMIT,
        UNREADABLE_FILES,
        DESTINATION_UNAVAILABLE,
        INTERNAL
    }
}
