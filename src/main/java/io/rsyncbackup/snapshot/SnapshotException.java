package io.rsyncbackup.snapshot;

/** A snapshot that could not be made, changed or removed; nothing is left half-visible. The message says what to do. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        OUT_OF_SPACE,
        OUT_OF_INODES,
        READ_ONLY,
        PERMISSION,
        STOPPED,
        LATEST_INCOMPLETE,
        INTERNAL
    }

    private final Reason reason;

    public SnapshotException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public SnapshotException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
