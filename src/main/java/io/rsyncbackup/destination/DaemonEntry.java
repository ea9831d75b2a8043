package io.rsyncbackup.destination;

import java.time.Instant;

/**
 * One line of a daemon's listing.
 *
 * @param name without path; bytes that are no UTF-8 are replaced, so it says nothing about such an entry but that it exists
 * @param modified to the second
 */
public record DaemonEntry(String name, Type type, long size, Instant modified) {
    /** What it is. */
    public enum Type {
        DIRECTORY,
        FILE,
        LINK,
        OTHER
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }
}
