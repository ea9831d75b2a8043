package io.rsyncbackup.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns a run's frozen specification and request into steps. Implemented by {@code backup}. */
public interface StepPlanner {
    /** Whom the run must wait for before it may be claimed, for people; empty: nobody. Quick, changes nothing. */
    Optional<String> waitsFor(Run run);

    /** Whether the plan is still there: nobody waits for a further run of one that was deleted. Quick, changes nothing. */
    boolean knows(String plan);

    /**
     * Asked in the transaction that queues a run, after it was written: whether the plan is still there, and will be until the
     * transaction ends. Quick.
     */
    default boolean hold(String plan) {
        return knows(plan);
    }

    /** Called on the run's thread after it was claimed. */
    RunSession open(Run run);

    /** What the steps of one run share; closed after the last of them, whatever happened. */
    interface RunSession extends AutoCloseable {
        List<Step> steps();

        /** The run fails with reason {@code timeout} after this; empty: never. */
        Optional<Duration> maxDuration();

        @Override
        void close();
    }
}
