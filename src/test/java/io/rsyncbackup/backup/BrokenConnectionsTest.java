package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
    void aRotationWhoseLockFellLeavesAllToWhoeverHasItNow() throws Exception {
        assertThat(house.states(false, BACKUP, SNAPSHOT)).containsOnly(RunState.SUCCEEDED);
        Path old = Files.createDirectory(parent.resolve("2001-01-01T000000Z"));
        List<Process> others = new ArrayList<>();
        List<Boolean> left = new ArrayList<>();
        Run run = house.queued(false, ROTATE);
        try (BackupSession session = house.session(run)) {
            RecordedContext context = new RecordedContext(run);
            context.heard = line -> {
                if (line.startsWith("remove 2001") && others.isEmpty()) {
                    others.add(takeTheLock());
                    await().until(session::lockLost);
                } else if (line.startsWith("attempt 1 failed")) {
                    left.add(Files.exists(old));
                    others.getFirst().destroy();
                    others.getFirst().onExit().join();
                }
            };
            StepResult result = session.steps().getFirst().execute(context);
            assertThat(result.state()).as(result.message()).isEqualTo(RunState.SUCCEEDED);
        } finally {
            others.forEach(Process::destroyForcibly);
        }
        assertThat(left).containsExactly(true);
        assertThat(old).doesNotExist();
    }

    /** Ends what holds it, and holds it as another server would. */
    private Process takeTheLock() {
        String lock = parent.resolve(".rsync-backup/lock").toString();
        ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/flock"))
                .filter(process -> process.info().commandLine().orElse("").contains(lock))
                .toList()
                .forEach(process -> Stream.concat(process.descendants(), Stream.of(process))
                        .toList()
                        .forEach(ProcessHandle::destroyForcibly));
        try {
            Process other =
                    new ProcessBuilder("sh", "-c", "exec 9>>\"$0\"; flock 9; echo held; exec sleep 60", lock).start();
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            return other;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
