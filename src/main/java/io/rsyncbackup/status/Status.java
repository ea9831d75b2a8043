package io.rsyncbackup.status;

import java.util.List;

/** Is everything backed up? Answered from the database and memory: touches no disk. */
public interface Status {
    List<PlanStatus> all();

    /** Names of plans that the configurations of the servers on this database do not agree about. */
    List<String> differing();

    /** Throws PlanNotFoundException. */
    PlanStatus of(String plan);
}
