package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunVerdictTest {
    private final RunVerdict verdict = new RunVerdict();

    private RunVerdict add(RunState state, @Nullable RunReason reason, @Nullable String message) {
        verdict.add(new StepResult(state, reason, message, null, null, Map.of()));
        return verdict;
    }

    @Test
    void aRunWithoutTroubleSucceedsAndSaysWhatItsFirstStepSaid() {
        add(RunState.SUCCEEDED, null, null);
        add(RunState.SUCCEEDED, null, "copied 3 files");
        add(RunState.SUCCEEDED, null, "removed 2 snapshots");
        assertThat(verdict.outcome()).isEqualTo(new RunOutcome(RunState.SUCCEEDED, null, "copied 3 files"));
        assertThat(verdict.stopped()).isFalse();
    }

    @Test
    void aPartialStepLetsTheRunGoOnAndALaterFailureIsWorse() {
        add(RunState.PARTIAL, RunReason.UNREADABLE_FILES, "2 unreadable");
        assertThat(verdict.stopped()).isFalse();
        add(RunState.SUCCEEDED, null, "snapshot");
        assertThat(verdict.outcome())
                .isEqualTo(new RunOutcome(RunState.PARTIAL, RunReason.UNREADABLE_FILES, "2 unreadable"));
        add(RunState.FAILED, RunReason.OUT_OF_SPACE, "full");
        assertThat(verdict.stopped()).isTrue();
        assertThat(verdict.outcome()).isEqualTo(new RunOutcome(RunState.FAILED, RunReason.OUT_OF_SPACE, "full"));
    }

    @Test
    void theFirstFailureDecides() {
        add(RunState.FAILED, RunReason.NETWORK, "first");
        verdict.stop(new StopCause.Cancelled("alice").outcome());
        assertThat(verdict.outcome().message()).isEqualTo("first");
    }

    @Test
    void aMissingDiskSkipsTheRunAndAStepWithNothingToDoDoesNot() {
        add(RunState.SKIPPED, null, "nothing to do");
        assertThat(verdict.stopped()).isFalse();
        assertThat(verdict.outcome().state()).isEqualTo(RunState.SUCCEEDED);
        add(RunState.SKIPPED, RunReason.DEVICE_MISSING, "the disk is not plugged in");
        assertThat(verdict.stopped()).isTrue();
        assertThat(verdict.outcome())
                .isEqualTo(new RunOutcome(RunState.SKIPPED, RunReason.DEVICE_MISSING, "the disk is not plugged in"));
    }
}
