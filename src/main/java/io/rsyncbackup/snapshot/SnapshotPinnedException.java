package io.rsyncbackup.snapshot;

/** A pinned snapshot is never removed. */
public final class SnapshotPinnedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotPinnedException(String name) {
        super("snapshot " + name + " is pinned; unpin it first with PATCH {\"pinned\": false}");
    }
}
