package io.rsyncbackup.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How fine a file system keeps times. Comparing finer than it keeps them would rewrite every file in every run. */
final class Timestamps {
    /** They keep either whole seconds (ext with small inodes) or nanoseconds, nothing between. */
    private static final Set<String> ALL_OR_NOTHING =
            Set.of("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "tmpfs", "xfs", "zfs");

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** NTFS and CIFS keep steps of 100 ns, others coarser ones; what is behind NFS or FUSE cannot be known. */
    private static final long COARSE = 100;

    private Timestamps() {}

    /** Whether single nanoseconds are surely kept there, as the times of latest and its parent show. */
    static boolean nanoseconds(Path latest) {
        try {
            return nanoseconds(Files.getFileStore(latest).type(), time(latest), time(latest.resolveSibling(".")));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Tells it from a type of file system and times found there.
     *
     * @param times in nanoseconds since 1970
     */
    static boolean nanoseconds(String type, long... times) {
        long step = ALL_OR_NOTHING.contains(type) ? SECOND : COARSE;
        for (long time : times) {
            if (time % step != 0) {
                return true;
            }
        }
        return false;
    }

    private static long time(Path directory) throws IOException {
        return Files.getLastModifiedTime(directory).to(TimeUnit.NANOSECONDS);
    }
}
