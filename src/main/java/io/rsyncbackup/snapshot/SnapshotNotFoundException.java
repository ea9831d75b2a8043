package io.rsyncbackup.snapshot;

/** The plan has no snapshot of this name. */
public final class SnapshotNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotNotFoundException(String plan, String name) {
        super("plan " + plan + " has no snapshot " + name + "; GET /api/v1/plans/" + plan + "/snapshots lists them");
    }
}
