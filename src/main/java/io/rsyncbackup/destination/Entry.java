package io.rsyncbackup.destination;

import java.nio.file.Path;

/**
 * One name in a file system, as {@code lstat} or {@code stat} describe it.
 *
 * @param size in bytes
 */
public record Entry(Path path, Kind kind, long device, long inode, long size) {
    /** What it is. */
    public enum Kind {
        DIRECTORY,
        FILE,
        SYMBOLIC_LINK,
        OTHER
    }

    public boolean directory() {
        return kind == Kind.DIRECTORY;
    }

    public boolean symbolicLink() {
        return kind == Kind.SYMBOLIC_LINK;
    }

    public String name() {
        return String.valueOf(path.getFileName());
    }
}
