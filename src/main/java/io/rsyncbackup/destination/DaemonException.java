package io.rsyncbackup.destination;

/** What an rsync daemon, or the way to it, does not allow now. The message says what and how to mend it. */
public final class DaemonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Kind {
        UNREACHABLE,
        TOO_MANY_CONNECTIONS,
        UNKNOWN_MODULE,
        MODULE_DIRECTORY_MISSING,
        ACCESS_DENIED,
        AUTHENTICATION,
        PASSWORD_FILE,
        READ_ONLY,
        WRITE_ONLY,
        REFUSED_OPTION,
        REFUSED,
        HIDDEN_NAME,
        NAME_TAKEN,
        NO_SUCH_DIRECTORY,
        UNUSABLE_PATH,
        PERMISSION,
        OUT_OF_SPACE,
        READ_ONLY_FILE_SYSTEM,
        STOPPED,
        INTERNAL
    }

    private final Kind kind;

    DaemonException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    DaemonException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same may succeed a little later. */
    public boolean retryable() {
        return kind == Kind.UNREACHABLE || kind == Kind.TOO_MANY_CONNECTIONS;
    }
}
