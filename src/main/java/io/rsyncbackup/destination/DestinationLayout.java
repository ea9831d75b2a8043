package io.rsyncbackup.destination;

import java.nio.file.Path;

/** Where things lie on a local destination. Pure: touches no file. */
public record DestinationLayout(Path latest) {
    public DestinationLayout {
        if (!latest.isAbsolute() || latest.getNameCount() < 2) {
            throw new IllegalArgumentException(
                    "a destination's parent must be a directory of its own, not /: " + latest);
        }
    }

    /** The directory that holds latest and its snapshots; its identity is the destination's. */
    public Path parent() {
        return java.util.Objects.requireNonNull(latest.getParent());
    }

    /** The server's own directory. */
    public Path own() {
        return parent().resolve(".rsync-backup");
    }

    public Path identityFile() {
        return own().resolve("destination.json");
    }

    public Path latestFile() {
        return own().resolve("latest.json");
    }

    /** The server holds the exclusive lock on it. */
    public Path lockFile() {
        return own().resolve("lock");
    }

    /** Every writing process tree holds a shared lock on it, and so outlives a killed server visibly. */
    public Path writersLockFile() {
        return own().resolve("lock.writers");
    }

    public Path sidecars() {
        return own().resolve("snapshots");
    }

    public Path sidecar(String snapshot) {
        return sidecars().resolve(snapshot + ".json");
    }

    public Path incomplete() {
        return own().resolve("incomplete");
    }

    public Path trash() {
        return own().resolve("trash");
    }

    public Path snapshot(String name) {
        return parent().resolve(name);
    }
}
