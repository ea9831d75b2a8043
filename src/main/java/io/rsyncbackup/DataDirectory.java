package io.rsyncbackup;

import java.nio.file.Path;

/**
 * Where this server keeps what is its own: database, run logs, node id, generated token. Held exclusively by this process.
 *
 * @param path absolute, 0700
 */
public record DataDirectory(Path path) {
    public DataDirectory {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("the data directory must be absolute: " + path);
        }
    }

    public Path database() {
        return path.resolve("backup.db");
    }

    /** Copies of the database. */
    public Path databaseBackups() {
        return path.resolve("database-backups");
    }

    /** One file per run, named by its id. */
    public Path runLogs() {
        return path.resolve("runs");
    }

    /** The generated administrator token. */
    public Path adminToken() {
        return path.resolve("admin.token");
    }
}
