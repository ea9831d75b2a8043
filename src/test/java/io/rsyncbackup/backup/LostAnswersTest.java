package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon has done what it was asked for, but the connection breaks before it can say so. */
@Timeout(60)
class LostAnswersTest {
    @TempDir
    Path directory;

    private Path parent;
    private RsyncDaemon daemon;
    private BackupHouse house;

    @BeforeEach
    void startDaemon() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        parent = disk.resolve("laptop");
        daemon = RsyncDaemon.start(directory.resolve("daemon"), RsyncModule.of("disk", disk));
        house = new BackupHouse(directory, Locations.parse(daemon.url("disk") + "/laptop/latest"), PlanConnection.NONE)
                .write("a", "1");
        house.attempts = 3;
        try (Place place = house.tools.places().of(house.spec())) {
            house.states.knowDestination(
                    BackupHouse.PLAN,
                    place.destinations().adopt(place.layout(), true, null).id());
        }
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    @Test
    void aSnapshotThatWasPublishedCountsAsMade() {
        AtomicInteger sent = new AtomicInteger();
        // the first one announces it, the second publishes it
        losing(argv -> argv.contains("--chown=0:0") && sent.incrementAndGet() == 2);
        assertThat(house.states(false, BACKUP, SNAPSHOT)).containsExactly(RunState.SUCCEEDED, RunState.SUCCEEDED);
        assertThat(sent).hasValueGreaterThan(2);
        assertThat(house.indexer.refresh(house.plan()).items()).hasSize(1);
    }

    @Test
    void troubleWithWhatEarlierAttemptsLeftDoesNotHideTheSnapshot() throws Exception {
        house.backUp();
        Files.createDirectory(parent.resolve("2020-01-01T000000Z"));
        Files.writeString(
                parent.resolve(".rsync-backup/snapshots/2020-01-01T000000Z.json"), "{\"state\": \"removing\"}");
        losing(argv -> argv.contains("--delete-missing-args"));
        assertThat(house.states(false, BACKUP, SNAPSHOT)).containsExactly(RunState.SUCCEEDED, RunState.SUCCEEDED);
    }

    private void losing(Predicate<List<String>> lost) {
        house.answers = (argv, result) -> argv.getFirst().equals("rsync") && lost.test(argv)
                ? new CommandResult(
                        12, false, result.duration(), "", "rsync error: error in rsync protocol data stream (code 12)")
                : result;
    }
}
