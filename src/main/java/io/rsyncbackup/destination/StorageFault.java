package io.rsyncbackup.destination;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a file system refused to be written, read from the text of its error. */
public enum StorageFault {
    OUT_OF_SPACE,
    OUT_OF_INODES,
    READ_ONLY,
    PERMISSION,
    OTHER;

    private static final long FEW_INODES = 16;
    private static final long SOME_BYTES = 1_000_000;

    /**
     * Pure.
     *
     * @param text what a program printed or an exception says
     * @param capacity how the file system is filled, taken before anything was removed again: out of space and out of
     *     inodes are the same error number
     */
    public static StorageFault of(String text, @Nullable Capacity capacity) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device")) {
            return capacity != null
                            && capacity.freeInodes() >= 0
                            && capacity.freeInodes() < FEW_INODES
                            && capacity.freeBytes() > SOME_BYTES
                    ? OUT_OF_INODES
                    : OUT_OF_SPACE;
        }
        if (lower.contains("disk quota exceeded")) {
            return OUT_OF_SPACE;
        }
        if (lower.contains("read-only file system")) {
            return READ_ONLY;
        }
        if (lower.contains("permission denied") || lower.contains("operation not permitted")) {
            return PERMISSION;
        }
        return OTHER;
    }
}
