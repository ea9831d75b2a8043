package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.network.SshServer;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.plan.SshSettings;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The connection to the host of a destination breaks, or a disk there hangs, while a run works there. */
@Timeout(120)
class BrokenConnectionsTest {
    @TempDir
    Path directory;

    private Path parent;
    private SshServer sshd;
    private BackupHouse house;

    @BeforeEach
    void startHost() {
        sshd = SshServer.start(directory.resolve("sshd"));
        parent = directory.resolve("away/laptop");
        house = new BackupHouse(
                        directory,
                        new Location.Ssh(sshd.user(), "127.0.0.1", parent + "/latest"),
                        new PlanConnection(
                                new SshSettings(sshd.identityFile(), sshd.port(), sshd.knownHostsFile()), null, null))
                .write("a", "1");
        house.attempts = 3;
        try (Place place = house.tools.places().of(house.spec())) {
            house.states.knowDestination(
                    BackupHouse.PLAN,
                    place.destinations().adopt(place.layout(), true, null).id());
        }
    }

    @AfterEach
    void stopHost() {
        sshd.close();
    }

    @Test
    void aSnapshotIsTriedAgain() {
        AtomicBoolean broken = new AtomicBoolean();
        house.watcher = argv -> {
            if (argv.getLast().contains("--no-target-directory")
                    && argv.getLast().contains("--link")
                    && broken.compareAndSet(false, true)) {
                sshd.breakConnections();
            }
        };
        Run run = house.queued(false, BACKUP, SNAPSHOT);
        List<RecordedContext> contexts = perform(run);
        assertThat(broken).isTrue();
        assertThat(contexts.getLast().attempts).isEqualTo(2);
        assertThat(house.indexer.refresh(house.plan()).items()).hasSize(1);
        assertThat(parent.resolve(".rsync-backup/incomplete")).isEmptyDirectory();
    }

    @Test
    void aRotationIsTriedAgainAndTellsAllThatItRemoved() throws Exception {
        assertThat(house.states(false, BACKUP, SNAPSHOT)).containsOnly(RunState.SUCCEEDED);
        Files.createDirectory(parent.resolve("2001-01-01T000000Z"));
        Files.createDirectory(parent.resolve("2002-01-01T000000Z"));
        AtomicBoolean broken = new AtomicBoolean();
        Run run = house.queued(false, ROTATE);
        try (BackupSession session = house.session(run)) {
            RecordedContext context = new RecordedContext(run);
            context.heard = line -> {
                if (line.startsWith("remove 2001") && broken.compareAndSet(false, true)) {
                    sshd.breakConnections();
                }
            };
            StepResult result = session.steps().getFirst().execute(context);
            assertThat(result.state()).as(result.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(context.attempts).isEqualTo(2);
            assertThat((Map<?, ?>) result.details().get("rotation"))
                    .satisfies(rotation -> assertThat((List<?>) rotation.get("removed"))
                            .asString()
                            .contains("2001-01-01T000000Z", "2002-01-01T000000Z"))
                    .satisfies(rotation -> assertThat(rotation.get("kept")).isEqualTo(1));
        }
        assertThat(house.indexer.refresh(house.plan()).items()).hasSize(1);
    }

    @Test
    void aDiskThatHangsKeepsNobodyWhoIsToEnd() {
        try (Place place = house.tools.places().of(house.spec())) {
            ManualStop stop = new ManualStop();
            stop.request();
            place.stopOn(stop);
            Command hanging = Command.of("sh", "-c", "kill -STOP $$");
            assertThatExceptionOfType(DestinationException.class)
                    .isThrownBy(() -> place.host().shortCommands().run(hanging));
            // and the next one is not even tried
            assertThatExceptionOfType(DestinationException.class)
                    .isThrownBy(() -> place.trash().pending(place.layout()))
                    .withMessageContaining("has not answered");
        }
    }

    @Test
    void saysWhyTheSnapshotsCannotBeReadAnew() {
        sshd.end();
        SnapshotList list = house.indexer.refresh(house.plan());
        assertThat(list.destinationAvailable()).isFalse();
        assertThat(list.detail()).contains("nothing listens there");
    }

    private List<RecordedContext> perform(Run run) {
        List<RecordedContext> contexts = new ArrayList<>();
        try (BackupSession session = house.session(run)) {
            for (Step step : session.steps()) {
                RecordedContext context = new RecordedContext(run);
                contexts.add(context);
                StepResult result = step.execute(context);
                assertThat(result.state()).as(result.message()).isEqualTo(RunState.SUCCEEDED);
            }
        }
        return contexts;
    }
}
