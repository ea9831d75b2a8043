package io.rsyncbackup.run;

/** What a step may ask and tell while it runs. */
public interface StepContext {
    /** As it is now, with the steps that have ended. */
    Run run();

    /** What the run would end as if nothing more happened. */
    default RunSoFar soFar() {
        return new RunSoFar(RunState.SUCCEEDED, null);
    }

    /** Requested when the run is cancelled, times out or the server stops. */
    Cancellation cancellation();

    /** One line of the run's log; bytes as a program printed them, control bytes are escaped by the log. */
    void log(byte[] line);

    void log(String line);

    /** Cheap; flushed at most every two seconds. */
    void progress(Progress progress);

    /** Trouble that does not fail the run. */
    void warn(String text);

    /** From now on this text appears neither in the log nor in the history. */
    default void secret(String text) {}

    /**
     * Gives this run's place among those that run at once to another while it only waits, and takes one again after it.
     *
     * @param whom whom it waits for, for people
     */
    default void aside(String whom, Runnable waiting) {
        waiting.run();
    }

    /** Counts one more attempt at the same step. */
    void attempt();
}
