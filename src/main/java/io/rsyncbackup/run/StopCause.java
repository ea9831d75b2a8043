package io.rsyncbackup.run;

import java.time.Duration;

/** Why a run was stopped, and therefore as what it ends. */
sealed interface StopCause {
    RunOutcome outcome();

    /** Someone asked. */
    record Cancelled(String by) implements StopCause {
        @Override
        public RunOutcome outcome() {
            return new RunOutcome(RunState.CANCELLED, RunReason.CANCELLED, "cancelled by " + by);
        }
    }

    /** It took longer than its plan allows. */
    record TimedOut(Duration limit) implements StopCause {
        @Override
        public RunOutcome outcome() {
            return new RunOutcome(
                    RunState.FAILED,
                    RunReason.TIMEOUT,
                    "ran longer than the " + limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT)
                            + " that the plan allows (max-duration)");
        }
    }

    /** The server stops. */
    record Shutdown() implements StopCause {
        @Override
        public RunOutcome outcome() {
            return new RunOutcome(
                    RunState.INTERRUPTED, RunReason.SHUTDOWN, "the server was stopped while this run was running");
        }
    }

    /** This server lost the database, and others may take the run for dead. */
    record Isolated() implements StopCause {
        @Override
        public RunOutcome outcome() {
            return new RunOutcome(
                    RunState.INTERRUPTED,
                    RunReason.SERVER_DIED,
                    "the server lost its connection to the database while this run was running");
        }
    }
}
