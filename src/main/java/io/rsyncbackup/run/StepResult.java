package io.rsyncbackup.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a step ended.
 *
 * @param state an ended one; {@code CANCELLED} for any stop on request: the executor turns it into what was asked for
 *     (cancelled, interrupted, failed with timeout)
 * @param details added to the run's details
 */
public record StepResult(
        RunState state,
        @Nullable RunReason reason,
        @Nullable String message,
        @Nullable String command,
        @Nullable Integer exitCode,
        Map<String, Object> details) {
    public static StepResult succeeded() {
        return new StepResult(RunState.SUCCEEDED, null, null, null, null, Map.of());
    }

    public static StepResult failed(RunReason reason, String message) {
        return new StepResult(RunState.FAILED, reason, message, null, null, Map.of());
    }

    public StepResult with(Map<String, Object> moreDetails) {
        return new StepResult(state, reason, message, command, exitCode, moreDetails);
    }
}
