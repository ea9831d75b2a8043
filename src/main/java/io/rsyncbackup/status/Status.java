package io.rsyncbackup.status;

import java.util.List;

/** Is everything backed up? Answered from the database and memory: touches no disk. */
public interface Status {
    List<PlanStatus> all();

    /** Throws PlanNotFoundException. */
    PlanStatus of(String plan);
}
