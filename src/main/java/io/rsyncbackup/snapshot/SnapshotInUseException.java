package io.rsyncbackup.snapshot;

/** The snapshot is being read or is needed by a running run. */
public final class SnapshotInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotInUseException(String name, String by) {
        super("snapshot " + name + " is in use by " + by);
    }
}
