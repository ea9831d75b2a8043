package io.rsyncbackup.plan;

/** No plan has this name. */
public final class PlanNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlanNotFoundException(String name) {
        super("no plan is called " + name + "; GET /api/v1/plans lists them");
    }
}
