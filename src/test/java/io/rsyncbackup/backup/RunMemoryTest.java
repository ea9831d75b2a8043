package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotPinnedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What callers change while a run is under way, and what is remembered of it. */
@Timeout(60)
class RunMemoryTest {
    @TempDir
    Path directory;

    @Test
    void remembersTheSnapshotsThatARunLeft() throws IOException {
        BackupHouse house = house();
        Run run = ranToTheEnd(house, BACKUP, SNAPSHOT, ROTATE);
        house.memory.ended(run);
        assertThat(house.index.list(BackupHouse.PLAN)).isEqualTo(house.snapshots());
        assertThat(house.states.ended).hasSize(1).first().matches(ended -> ended.saving() && !ended.dryRun());
    }

    @Test
    void aSnapshotDeletedAfterTheLastLookOfARunStaysForgotten() throws Exception {
        BackupHouse house = house();
        Run run = ranToTheEnd(house, BACKUP, SNAPSHOT);
        Thread.sleep(5);
        house.editor.delete(house.plan(), house.snapshots().getFirst().name());
        house.memory.ended(run);
        assertThat(house.index.list(BackupHouse.PLAN)).isEmpty();
    }

    @Test
    void aPinThatComesWhileARunHoldsTheDestinationKeepsTheSnapshot() throws IOException {
        BackupHouse house = house();
        house.backUp();
        Snapshot first = house.snapshots().getFirst();
        Run run = house.queued(false, BACKUP, SNAPSHOT, ROTATE);
        try (BackupSession session = house.session(run)) {
            RecordedContext context = new RecordedContext(run);
            for (Step step : session.steps()) {
                if (step.name() == ROTATE) {
                    house.editor.describe(house.plan(), first.name(), Optional.of(true), Optional.of("keep"));
                }
                step.execute(context);
            }
        }
        assertThat(house.snapshots())
                .extracting(Snapshot::name)
                .contains(first.name())
                .hasSize(2);
        assertThatThrownBy(() -> house.editor.delete(house.plan(), first.name()))
                .isInstanceOf(SnapshotPinnedException.class);
        assertThat(house.index.list(BackupHouse.PLAN))
                .filteredOn(Snapshot::pinned)
                .hasSize(1);
    }

    @Test
    void aDryRunIsNotRememberedAsALookAtTheDestination() throws IOException {
        BackupHouse house = house();
        Run run = house.queued(true, BACKUP, SNAPSHOT, ROTATE);
        try (BackupSession session = house.session(run)) {
            session.steps().forEach(step -> step.execute(new RecordedContext(run)));
        }
        house.memory.ended(run);
        assertThat(house.index.asOf(BackupHouse.PLAN)).isEmpty();
        assertThat(house.states.ended).first().matches(ended -> ended.dryRun());
    }

    private BackupHouse house() throws IOException {
        return new BackupHouse(directory.toRealPath()).write("a", "one");
    }

    private static Run ranToTheEnd(BackupHouse house, StepName... steps) {
        Run run = house.queued(false, steps);
        try (BackupSession session = house.session(run)) {
            session.steps().forEach(step -> step.execute(new RecordedContext(run)));
        }
        return run;
    }
}
