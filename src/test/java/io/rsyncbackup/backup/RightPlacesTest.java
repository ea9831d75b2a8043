package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The right destination and the right source, whatever is mounted or linked where. */
@Timeout(60)
class RightPlacesTest {
    @TempDir
    Path directory;

    @Test
    void refusesTheOtherDiskWhenDisksAreSwappedDuringTheRun() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        Path parent = house.layout.parent();
        Files.move(parent, parent.resolveSibling("first"));
        String other = house.destinations.adopt(house.layout, true, null).id();
        house.states.knowDestination(BackupHouse.PLAN, other);
        Files.move(parent, parent.resolveSibling("second"));
        Files.move(parent.resolveSibling("first"), parent);
        var run = house.queued(false, BACKUP, SNAPSHOT);
        try (BackupSession session = house.session(run)) {
            RecordedContext context = new RecordedContext(run);
            assertThat(session.steps().getFirst().execute(context).state()).isEqualTo(RunState.SUCCEEDED);
            Files.move(parent, parent.resolveSibling("first"));
            Files.move(parent.resolveSibling("second"), parent);
            StepResult result = session.steps().get(1).execute(context);
            assertThat(result.reason()).isEqualTo(RunReason.DESTINATION_NOT_RECOGNISED);
        }
    }

    @Test
    void copiesNoViewOfTheDestinationIntoTheDestination() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        Path view = Files.createDirectory(house.source.resolve("view"));
        assumeTrue(house.succeeds("mount", "--bind", house.layout.latest().toString(), view.toString()), "needs root");
        try {
            assertThat(house.backUp()).containsOnly(RunState.SUCCEEDED);
            assertThat(house.layout.latest().resolve("view")).doesNotExist();
        } finally {
            house.succeeds("umount", view.toString());
        }
    }

    @Test
    void refusesTheDestinationAsItsOwnSourceThroughAMount() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        assumeTrue(
                house.succeeds("mount", "--bind", house.layout.parent().toString(), house.source.toString()),
                "needs root");
        try {
            assertThat(house.backUp()).containsExactly(RunState.FAILED);
            assertThat(house.layout.latest().resolve("latest")).doesNotExist();
        } finally {
            house.succeeds("umount", house.source.toString());
        }
    }

    @Test
    void neverBacksUpItsOwnDataDirectory() throws IOException {
        BackupHouse house =
                new BackupHouse(directory.toRealPath(), directory.toRealPath().resolve("data/b/latest"));
        Files.writeString(house.data.resolve("admin.token"), "secret");
        house.succeeds("mount", "--bind", house.data.toString(), house.source.toString());
        try {
            assertThat(house.backUp()).containsExactly(RunState.FAILED);
            assertThat(house.layout.latest().resolve("admin.token")).doesNotExist();
        } finally {
            house.succeeds("umount", house.source.toString());
        }
    }

    @Test
    void whatOnlyLooksRefusesWhatARunWouldRefuse() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        String name = house.snapshots().getFirst().name();
        Path latest = house.layout.latest();
        Files.move(latest, latest.resolveSibling("moved"));
        Files.createSymbolicLink(latest, house.layout.snapshot(name));
        assertThat(house.run(true, BACKUP).getFirst().reason()).isEqualTo(RunReason.DESTINATION_NOT_RECOGNISED);
        assertThatThrownBy(() -> house.editor.delete(house.plan(), name)).isInstanceOf(DestinationException.class);
        assertThat(house.layout.snapshot(name).resolve("a")).hasContent("one");
    }
}
