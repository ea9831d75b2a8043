package io.rsyncbackup.snapshot;

import java.nio.file.Path;

/** There is no snapshot of this name. */
public final class SnapshotNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotNotFoundException(String plan, String name) {
        super("plan " + plan + " has no snapshot " + name + "; GET /api/v1/plans/" + plan + "/snapshots lists them");
    }

    SnapshotNotFoundException(Path directory, String name) {
        super("there is no snapshot " + name + " in " + directory
                + "; POST /api/v1/plans/{plan}/snapshots/refresh reads anew which there are");
    }
}
