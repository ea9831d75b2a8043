package io.rsyncbackup.run;

/** Why a run or a step ended as it did; absent where it simply succeeded. */
public enum RunReason {
    SOURCE_MISSING,
    SOURCE_EMPTY,
    DESTINATION_NOT_RECOGNISED,
    DESTINATION_UNAVAILABLE,
    DEVICE_MISSING,
    DEVICE_BUSY,
    OUT_OF_SPACE,
    OUT_OF_INODES,
    READ_ONLY,
    PERMISSION,
    NETWORK,
    HOST_KEY,
    AUTHENTICATION,
    DELETION_LIMIT,
    UNREADABLE_FILES,
    LATEST_INCOMPLETE,
    HOOK_FAILED,
    HOOK_SKIPPED,
    TIMEOUT,
    CANCELLED,
    SERVER_DIED,
    SHUTDOWN,
    PREVIEW_OUTDATED,
    INTERNAL;

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
