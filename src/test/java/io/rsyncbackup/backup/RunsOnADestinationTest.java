package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.destination.LatestState;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of this room: real rsync, real directories. */
@Timeout(60)
class RunsOnADestinationTest {
    @TempDir
    Path directory;

    @Test
    void savesWhatIsThereAndLeavesNothingElse() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        assertThat(house.backUp()).containsOnly(RunState.SUCCEEDED).hasSize(3);
        Snapshot snapshot = house.snapshots().getFirst();
        assertThat(snapshot.path().resolve("a")).hasContent("one");
        assertThat(latestState(house)).contains(LatestState.State.COMPLETE);
        assertThat(house.scratch()).isEmpty();
        assertThat(house.destinations.busyWith(house.layout)).isEmpty();
    }

    @Test
    void aDryRunOfANewDestinationSaysWhatItWouldDoAndMakesNothing() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        assertThat(house.states(true, BACKUP, SNAPSHOT, ROTATE))
                .containsOnly(RunState.SUCCEEDED)
                .hasSize(3);
        assertThat(house.layout.parent()).doesNotExist();
        assertThat(house.scratch()).isEmpty();
    }

    @Test
    void aRunSaysWhichFileOfItsPlanIsMissingAndTriesNothing() throws IOException {
        Path absent = directory.resolve("absent");
        BackupHouse house = new BackupHouse(
                        directory.toRealPath(),
                        new Location.Daemon("me", "127.0.0.1", 1, "module", "/laptop/latest"),
                        new PlanConnection(null, absent, null))
                .write("a", "one");
        StepResult result = house.run(false, BACKUP, SNAPSHOT).getFirst();
        assertThat(result.state()).isEqualTo(RunState.FAILED);
        assertThat(result.reason()).isEqualTo(RunReason.AUTHENTICATION);
        assertThat(result.message())
                .startsWith("password-file: \"" + absent + "\" does not exist; write the password")
                .endsWith("; then start a new run");
        assertThat(result.command()).isNull();
        assertThat(new PlanCheck(house.tools, new Programs(house.real))
                        .check(house.plan())
                        .checks())
                .anySatisfy(check -> {
                    assertThat(check.check()).isEqualTo("files");
                    assertThat(check.ok()).isFalse();
                    assertThat(check.detail()).contains(absent + "\" does not exist");
                });
    }

    @ParameterizedTest
    @CsvSource({"IDLE, 3", "BEST_EFFORT, 2"})
    void rsyncAndCpHaveThePriorityOfThePlanAndRmIsIdle(PlanSpec.Ionice ionice, String number) throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.ionice = ionice;
        List<List<String>> started = new CopyOnWriteArrayList<>();
        house.watcher = started::add;
        house.trash.start();
        house.backUp();
        // the second snapshot takes the place of the first
        house.backUp();
        house.trash.finish(house.spec(), Duration.ofSeconds(20));
        house.trash.stop();
        assertThat(started)
                .filteredOn(argv -> argv.contains("rsync") && !argv.contains("--version"))
                .hasSizeGreaterThan(1)
                .allSatisfy(argv -> assertThat(argv).startsWith("ionice", "-c", number));
        assertThat(started)
                .filteredOn(argv -> argv.contains("cp"))
                .hasSize(2)
                .allSatisfy(argv -> assertThat(argv).startsWith("ionice", "-c", number));
        assertThat(started)
                .filteredOn(argv -> argv.contains("rm"))
                .isNotEmpty()
                .allSatisfy(argv -> assertThat(argv).startsWith("ionice", "-c", "3"));
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        house.write("b", "two");
        List<String> before = everything(house);
        assertThat(house.states(true, BACKUP, SNAPSHOT, ROTATE))
                .containsOnly(RunState.SUCCEEDED)
                .hasSize(3);
        assertThat(everything(house)).isEqualTo(before);
    }

    @Test
    void aDryRunSaysWhatItWouldDoThoughLatestIsGone() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        Files.delete(house.layout.latest().resolve("a"));
        Files.delete(house.layout.latest());
        assertThat(house.states(true, BACKUP, SNAPSHOT, ROTATE))
                .containsOnly(RunState.SUCCEEDED)
                .hasSize(3);
        assertThat(house.layout.latest()).doesNotExist();
    }

    @Test
    void theStateOfLatestIsUpdatingBeforeAnythingInItChanges() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.watcher = argv -> {
            boolean writes = argv.contains("rsync") && !argv.contains("--dry-run") && !argv.contains("--version");
            if (writes) {
                assertThat(latestState(house)).contains(LatestState.State.UPDATING);
            }
        };
        assertThat(house.backUp()).containsOnly(RunState.SUCCEEDED);
        house.write("a", "two").write("b", "new");
        assertThat(house.backUp()).containsOnly(RunState.SUCCEEDED);
        assertThat(latestState(house)).contains(LatestState.State.COMPLETE);
    }

    @Test
    void aPartialLatestIsCompleteAgainThoughNothingChanged() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        house.destinations.writeLatestState(
                house.layout,
                new LatestState(
                        LatestState.State.PARTIAL, null, house.tools.clock().instant()));
        assertThat(house.states(false, BACKUP)).containsOnly(RunState.SUCCEEDED);
        assertThat(latestState(house)).contains(LatestState.State.COMPLETE);
    }

    @Test
    void makesNoSnapshotOfALatestThatIsNotWhole() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        house.destinations.writeLatestState(
                house.layout,
                new LatestState(
                        LatestState.State.UPDATING, null, house.tools.clock().instant()));
        StepResult result = house.run(false, SNAPSHOT).getFirst();
        assertThat(result.state()).isEqualTo(RunState.FAILED);
        assertThat(result.reason()).isEqualTo(RunReason.LATEST_INCOMPLETE);
        assertThat(house.snapshots()).hasSize(1);
    }

    @Test
    void anEmptySourceChangesNothing() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        Files.delete(house.source.resolve("a"));
        StepResult result = house.run(false, BACKUP, SNAPSHOT).getLast();
        assertThat(result.reason()).isEqualTo(RunReason.SOURCE_EMPTY);
        assertThat(house.layout.latest().resolve("a")).hasContent("one");
        assertThat(latestState(house)).contains(LatestState.State.COMPLETE);
    }

    @Test
    void refusesALatestThatNobodyHasFilled() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).othersFill();
        StepResult first = house.run(false, SNAPSHOT, ROTATE).getFirst();
        assertThat(first.state()).isEqualTo(RunState.FAILED);
        assertThat(first.reason()).isEqualTo(RunReason.LATEST_INCOMPLETE);
        Files.writeString(house.layout.latest().resolve("pushed"), "by someone");
        assertThat(house.states(false, SNAPSHOT, ROTATE))
                .containsOnly(RunState.SUCCEEDED)
                .hasSize(2);
        Files.delete(house.layout.latest().resolve("pushed"));
        Files.delete(house.layout.latest());
        assertThat(house.states(false, SNAPSHOT, ROTATE)).containsExactly(RunState.FAILED);
        assertThat(house.snapshots()).hasSize(1);
    }

    @Test
    void warnsWhenOthersFillALatestThatSharesItsFilesWithOlderSnapshots() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        house.othersFill();
        var run = house.queued(false, SNAPSHOT);
        RecordedContext context = new RecordedContext(run);
        try (BackupSession session = house.session(run)) {
            session.steps().getFirst().execute(context);
        }
        assertThat(context.warnings).anyMatch(warning -> warning.contains("share"));
    }

    @Test
    void aRotationThatWaitsForItsDestinationKeepsNoCallerWaiting() throws Exception {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        String name = house.snapshots().getFirst().name();
        DestinationLock foreign = house.destinations.lock(house.layout, "someone else");
        var run = house.queued(false, ROTATE);
        RecordedContext context = new RecordedContext(run);
        BackupSession session = house.session(run);
        var rotation =
                CompletableFuture.supplyAsync(() -> session.steps().getFirst().execute(context));
        while (context.log.isEmpty()) {
            Thread.sleep(10);
        }
        var pin = CompletableFuture.supplyAsync(
                () -> house.editor.describe(house.plan(), name, Optional.of(true), Optional.empty()));
        assertThat(pin).failsWithin(5, TimeUnit.SECONDS);
        foreign.close();
        assertThat(rotation.get(10, TimeUnit.SECONDS).state()).isEqualTo(RunState.SUCCEEDED);
        session.close();
    }

    @Test
    void aCancelledWaitForTheDestinationIsNoFailure() throws Exception {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        try (DestinationLock foreign = house.destinations.lock(house.layout, "someone else")) {
            assertThat(foreign).isNotNull();
            var run = house.queued(false, BACKUP);
            RecordedContext context = new RecordedContext(run);
            try (BackupSession session = house.session(run)) {
                var backup = CompletableFuture.supplyAsync(
                        () -> session.steps().getFirst().execute(context));
                while (context.log.isEmpty()) {
                    Thread.sleep(10);
                }
                context.stop.request();
                assertThat(backup.get(10, TimeUnit.SECONDS).state()).isEqualTo(RunState.CANCELLED);
            }
        }
    }

    @Test
    void aRotationThatCannotRemoveFails() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath()).write("a", "one");
        house.backUp();
        Path old = Files.createDirectory(house.layout.snapshot("2020-01-01T000000Z"));
        Path older = Files.createDirectory(house.layout.snapshot("2019-01-01T000000Z"));
        assumeTrue(house.succeeds("chattr", "+i", old.toString()), "needs root and a file system that knows chattr +i");
        try {
            StepResult result = house.run(false, ROTATE).getFirst();
            assertThat(result.state()).isEqualTo(RunState.FAILED);
            assertThat(result.reason()).isEqualTo(RunReason.PERMISSION);
            assertThat(old).exists();
            assertThat(older).doesNotExist();
        } finally {
            house.succeeds("chattr", "-i", old.toString());
        }
    }

    private static Optional<LatestState.State> latestState(BackupHouse house) {
        return house.destinations.latestState(house.layout).map(LatestState::state);
    }

    private static List<String> everything(BackupHouse house) throws IOException {
        try (var paths = Files.walk(house.layout.parent())) {
            return paths.map(path -> {
                        try {
                            return path + " " + Files.getLastModifiedTime(path) + " "
                                    + Files.getAttribute(path, "unix:ctime") + " "
                                    + Files.getAttribute(path, "unix:ino");
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }
}
