package io.rsyncbackup.run;

/** The plan was deleted while a run of it was asked for. */
public final class PlanGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlanGoneException(String plan) {
        super("plan " + plan + " was deleted at this moment; no run was started");
    }
}
