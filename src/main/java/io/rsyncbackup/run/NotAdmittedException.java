package io.rsyncbackup.run;

/** This server begins no new runs now. */
public final class NotAdmittedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Closure.Reason reason;

    public NotAdmittedException(Closure closure) {
        super(closure.detail());
        this.reason = closure.reason();
    }

    public Closure.Reason reason() {
        return reason;
    }
}
