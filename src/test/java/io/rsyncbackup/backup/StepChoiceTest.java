package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.MOUNT;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.run.StepName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepChoiceTest {
    @Test
    void makesAllThreeStepsWhereNothingIsSaid() {
        assertThat(StepChoice.of(request(null), false)).containsExactly(BACKUP, SNAPSHOT, ROTATE);
    }

    @Test
    void leavesOutTheBackupWhereOthersFillLatest() {
        assertThat(StepChoice.of(request(null), true)).containsExactly(SNAPSHOT, ROTATE);
        assertThatThrownBy(() -> StepChoice.of(request(null, BACKUP), true)).hasMessageContaining("source: none");
    }

    @Test
    void putsStepsInTheOrderInWhichTheyMakeSense() {
        assertThat(StepChoice.of(request(null, ROTATE, BACKUP), false)).containsExactly(BACKUP, ROTATE);
    }

    @Test
    void refusesAStepTwiceAndStepsThatNobodyMayAskFor() {
        assertThatThrownBy(() -> StepChoice.of(request(null, ROTATE, ROTATE), false))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> StepChoice.of(request(null, MOUNT), false))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesAnExpectedRotationWithoutARotation() {
        assertThatThrownBy(() -> StepChoice.of(request("abc", BACKUP), false)).hasMessageContaining("rotate");
    }

    private static StartRequest request(@Nullable String expected, StepName... steps) {
        return new StartRequest(List.of(steps), false, null, expected, false);
    }
}
