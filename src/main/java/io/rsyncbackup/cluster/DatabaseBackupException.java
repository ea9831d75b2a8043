package io.rsyncbackup.cluster;

import org.jspecify.annotations.Nullable;

/** The database could not be copied. The message says what to do. */
public final class DatabaseBackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public enum Reason {
        /** It is no file of this server. */
        ELSEWHERE,

        OUT_OF_SPACE,

        FAILED
    }

    public DatabaseBackupException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
