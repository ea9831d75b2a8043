package io.rsyncbackup.cluster;

import java.nio.file.Path;
import java.time.Instant;

/** Copies of this server's own database. */
public interface DatabaseBackups {
    /**
     * Copies the database as it is at one moment, while it is worked with, into a file of its own beside it; the oldest copies
     * beyond those to keep go.
     *
     * @throws DatabaseBackupException when that cannot be; the message says whether a file was left
     */
    Copy make();

    /**
     * One copy, whole and on the disk.
     *
     * @param file absolute, readable for its owner only
     * @param sha256 of the file, in hexadecimal digits
     * @param original where it must lie to be the database
     */
    record Copy(Path file, long bytes, String sha256, Instant at, Path original) {}
}
