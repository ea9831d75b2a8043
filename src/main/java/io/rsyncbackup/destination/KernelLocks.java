package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The system's table of all locks on files. */
final class KernelLocks {
    private static final Path TABLE = Path.of("/proc/locks");

    private KernelLocks() {}

    /**
     * Does someone hold the other kind of lock that Linux knows, the one of the program {@code flock}? Servers elsewhere
     * hold theirs in this way, and the two kinds do not exclude each other.
     */
    static boolean flocked(Path file) throws IOException {
        long inode = (Long) Files.getAttribute(file, "unix:ino");
        return Files.exists(TABLE)
                && Files.readAllLines(TABLE).stream()
                        .anyMatch(line -> line.contains(" FLOCK ") && line.contains(":" + inode + " "));
    }
}
