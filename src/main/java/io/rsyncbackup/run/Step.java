package io.rsyncbackup.run;

/** Something a run does. Implemented by the rooms that know what. */
public interface Step {
    StepName name();

    /** True for what must happen whatever became of the steps before (unmount, lock). */
    default boolean always() {
        return false;
    }

    /** Whether a run that is to stop asks this step to end. */
    default boolean stoppable() {
        return !always();
    }

    /** Runs on the run's own thread; an exception is a failed step with reason {@code internal}. */
    StepResult execute(StepContext context);
}
