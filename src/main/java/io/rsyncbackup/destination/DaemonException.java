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

    /** The same for those who do not care what kind of place a destination is. */
    public DestinationException translated() {
        return new DestinationException(reason(), String.valueOf(getMessage()), this);
    }

    private DestinationException.Reason reason() {
        return switch (kind) {
            case UNREACHABLE, TOO_MANY_CONNECTIONS -> DestinationException.Reason.NETWORK;
            case AUTHENTICATION, PASSWORD_FILE, ACCESS_DENIED -> DestinationException.Reason.AUTHENTICATION;
            case READ_ONLY, READ_ONLY_FILE_SYSTEM -> DestinationException.Reason.READ_ONLY;
            case WRITE_ONLY, REFUSED_OPTION, REFUSED, HIDDEN_NAME, PERMISSION -> DestinationException.Reason.PERMISSION;
            case OUT_OF_SPACE -> DestinationException.Reason.OUT_OF_SPACE;
            case STOPPED -> DestinationException.Reason.BUSY;
            case UNKNOWN_MODULE, MODULE_DIRECTORY_MISSING, NAME_TAKEN, NO_SUCH_DIRECTORY, UNUSABLE_PATH, INTERNAL ->
                DestinationException.Reason.UNAVAILABLE;
        };
    }

    /** Whether the same may succeed a little later. */
    public boolean retryable() {
        return kind == Kind.UNREACHABLE || kind == Kind.TOO_MANY_CONNECTIONS;
    }
}
