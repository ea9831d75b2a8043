package io.rsyncbackup.backup;

/** A hook of an rsync daemon is refused. The message says why and what to do. */
public final class HookRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        UNKNOWN_MODULE,
        AMBIGUOUS_MODULE,
        SNAPSHOT_UNDER_WAY
    }

    private final Reason reason;

    public HookRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
