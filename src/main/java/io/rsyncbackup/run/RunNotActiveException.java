package io.rsyncbackup.run;

/** The run has already ended. */
public final class RunNotActiveException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String id;

    public RunNotActiveException(String id, String message) {
        super(message);
        this.id = id;
    }

    public String id() {
        return id;
    }
}
