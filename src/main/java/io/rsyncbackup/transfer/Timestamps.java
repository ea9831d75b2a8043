package io.rsyncbackup.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** How fine a file system keeps times. Comparing finer than it keeps them would rewrite every file in every run. */
final class Timestamps {
    /** NTFS keeps steps of 100 ns, others coarser ones or seconds. */
    private static final int COARSE = 100;

    private Timestamps() {}

    /** Whether single nanoseconds are surely kept there: latest or its parent, which the server writes, shows some. */
    static boolean nanoseconds(Path latest) {
        return shows(latest) || shows(latest.resolveSibling("."));
    }

    private static boolean shows(Path directory) {
        try {
            return Files.getLastModifiedTime(directory).to(TimeUnit.NANOSECONDS) % COARSE != 0;
        } catch (IOException e) {
            return false;
        }
    }
}
