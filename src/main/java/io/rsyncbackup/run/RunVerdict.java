package io.rsyncbackup.run;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a run, step by step. The first step that fails or is stopped decides and keeps later ones from running; a
 * partial one lets them run; one that was skipped for a reason (no disk) ends the run as skipped. What must always happen
 * (unmount) never decides.
 */
final class RunVerdict {
    private @Nullable RunOutcome decisive;
    private @Nullable RunOutcome partial;
    private @Nullable String message;

    /** True when no further step may run, but those that always do. */
    boolean stopped() {
        return decisive != null;
    }

    void add(StepResult result) {
        switch (result.state()) {
            case FAILED, CANCELLED, INTERRUPTED -> stop(RunOutcome.of(result));
            case SKIPPED -> {
                if (result.reason() != null) {
                    stop(RunOutcome.of(result));
                }
            }
            case PARTIAL -> partial = partial == null ? RunOutcome.of(result) : partial;
            case SUCCEEDED -> message = message == null ? result.message() : message;
            case QUEUED, RUNNING -> throw new IllegalArgumentException("not an end: " + result.state());
        }
    }

    /** Ends the run so, unless that is decided already. */
    void stop(RunOutcome outcome) {
        decisive = decisive == null ? outcome : decisive;
    }

    RunOutcome outcome() {
        return Optional.ofNullable(decisive)
                .or(() -> Optional.ofNullable(partial))
                .orElseGet(() -> new RunOutcome(RunState.SUCCEEDED, null, message));
    }
}
