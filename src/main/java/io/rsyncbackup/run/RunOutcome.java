package io.rsyncbackup.run;

import org.jspecify.annotations.Nullable;

/** How a run or a step ended. */
record RunOutcome(
        RunState state,
        @Nullable RunReason reason,
        @Nullable String message) {
    RunOutcome {
        if (!state.ended()) {
            throw new IllegalArgumentException("not an end: " + state);
        }
    }

    static RunOutcome of(StepResult result) {
        return new RunOutcome(result.state(), result.reason(), result.message());
    }
}
