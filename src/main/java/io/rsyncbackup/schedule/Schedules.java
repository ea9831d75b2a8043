package io.rsyncbackup.schedule;

/** When the runs of plans begin by themselves. */
public interface Schedules {
    /** The plan's runs begin on demand only, until it is resumed. Throws PlanNotFoundException. */
    void pause(String plan);

    /** Goes on with the next run that is due; what was missed meanwhile is not made up for. Throws PlanNotFoundException. */
    void resume(String plan);

    /** Plans were added, changed or removed: heeds it now instead of within a minute. */
    void plansChanged();

    /** How many times this server found the plan active when a run was due. */
    long skipped(String plan);
}
