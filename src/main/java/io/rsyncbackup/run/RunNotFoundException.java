package io.rsyncbackup.run;

/** No run has this id. */
public final class RunNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunNotFoundException(String id) {
        super("no run has the id " + id);
    }
}
