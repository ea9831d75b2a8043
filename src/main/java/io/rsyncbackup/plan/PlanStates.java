package io.rsyncbackup.plan;

/** The lasting state of each plan, in the database. */
public interface PlanStates {
    /** Never absent: a plan that never ran has the state of one that never ran. */
    PlanState get(String plan);

    /** From now on this destination is one of the plan's own. */
    void knowDestination(String plan, String destinationId);
}
