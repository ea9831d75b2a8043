package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.LOCK;
import static io.rsyncbackup.run.StepName.MOUNT;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static io.rsyncbackup.run.StepName.UNLOCK;
import static io.rsyncbackup.run.StepName.UNMOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.device.Device;
import io.rsyncbackup.device.FakeHost;
import io.rsyncbackup.plan.PlanDevice;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.run.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs of plans whose destination lies on an encrypted disk, on a host of scripts with real rsync. */
@Timeout(60)
class RunsOnADeviceTest {
    @TempDir
    Path directory;

    private FakeHost host;
    private Path mountPoint;
    private BackupHouse house;

    @BeforeEach
    void prepare() throws IOException {
        Path real = directory.toRealPath();
        host = new FakeHost(Files.createDirectory(real.resolve("host")));
        mountPoint = host.root.resolve("mnt");
        host.withDisk("backups", mountPoint);
        // what is on the disk is not to be seen while it is not mounted
        host.write("swapped", "");
        Files.createDirectory(host.root.resolve("mnt.away"));
        house = house("laptop", Duration.ofSeconds(20)).write("a", "one");
    }

    private BackupHouse house(String name, Duration trashTime) throws IOException {
        return new BackupHouse(
                Files.createDirectory(host.root.resolveSibling(name)),
                mountPoint.resolve(name).resolve("latest"),
                host,
                new PlanDevice("backups", mountPoint, trashTime));
    }

    @Test
    void unlocksAndMountsFirstAndUndoesInReverseOrderAtTheEnd() {
        Map<StepName, StepResult> steps = run(house);
        assertThat(steps.keySet()).containsExactly(UNLOCK, MOUNT, BACKUP, SNAPSHOT, ROTATE, UNMOUNT, LOCK);
        assertThat(steps.values()).extracting(StepResult::state).containsOnly(RunState.SUCCEEDED);
        assertThat(steps.get(UNLOCK).command()).isEqualTo("cryptdisks_start backups");
        assertThat(steps.get(MOUNT).command()).isEqualTo("mount " + mountPoint);
        assertThat(steps.get(UNMOUNT).command()).isEqualTo("umount " + mountPoint);
        assertThat(steps.get(LOCK).exitCode()).isZero();
        assertThat(host.calls()).containsExactlyElementsOf(once());
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(onDisk("laptop/latest/a")).hasContent("one");
        assertThat(host.records()).isEmpty();
    }

    @Test
    void remembersWhatIsOnADiskThatIsUnmountedAgain() {
        Run run = house.queued(false, BACKUP, SNAPSHOT, ROTATE);
        run(house, run, new RecordedContext(run));
        house.memory.ended(run);
        assertThat(house.indexer.known(BackupHouse.PLAN).items()).hasSize(1);
        assertThat(house.index.available(BackupHouse.PLAN)).isTrue();
    }

    @Test
    void aDryRunMountsTooAndLeavesNothing() {
        Run run = house.queued(true, BACKUP, SNAPSHOT, ROTATE);
        assertThat(run(house, run, new RecordedContext(run)).values())
                .extracting(StepResult::state)
                .containsOnly(RunState.SUCCEEDED);
        assertThat(host.calls()).containsExactlyElementsOf(once());
        assertThat(onDisk("laptop")).doesNotExist();
    }

    @Test
    void undoesTheDiskAfterAFailure() throws IOException {
        run(house);
        Files.delete(house.source.resolve("a"));
        Map<StepName, StepResult> steps = run(house);
        assertThat(steps.get(BACKUP).reason()).isEqualTo(RunReason.SOURCE_EMPTY);
        assertThat(steps).doesNotContainKey(SNAPSHOT);
        assertThat(steps.get(UNMOUNT).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(steps.get(LOCK).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(host.calls().subList(4, 8)).containsExactlyElementsOf(once());
    }

    @Test
    void undoesTheDiskAfterACancelInTheMiddle() {
        Run run = house.queued(false, BACKUP, SNAPSHOT, ROTATE);
        RecordedContext context = new RecordedContext(run);
        house.watcher = argv -> {
            if (argv.contains("rsync") && !argv.contains("--version")) {
                context.stop.request();
            }
        };
        Map<StepName, StepResult> steps = run(house, run, context);
        assertThat(steps.get(BACKUP).state()).isEqualTo(RunState.CANCELLED);
        assertThat(steps.get(UNMOUNT).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(host.calls()).containsExactlyElementsOf(once());
    }

    @Test
    void undoesTheDiskOfARunWhoseStepsAreNeverReached() {
        Run run = house.queued(false, BACKUP);
        try (BackupSession session = house.session(run)) {
            assertThat(session.steps()
                            .getFirst()
                            .execute(new RecordedContext(run))
                            .state())
                    .isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(host.calls()).containsExactly("cryptdisks_start backups", "cryptdisks_stop backups");
    }

    @Test
    void twoPlansOnOneDiskUndoItAfterTheLast() throws IOException {
        BackupHouse other = house("desktop", Duration.ofSeconds(20)).write("b", "two");
        house.watcher = argv -> {
            if (argv.contains("rsync") && argv.contains("--dry-run")) {
                house.watcher = ignored -> {};
                assertThat(run(other).values())
                        .extracting(StepResult::state)
                        .containsOnly(RunState.SUCCEEDED)
                        .hasSize(7);
            }
        };
        run(house);
        house.write("c", "three");
        assertThat(run(house).values()).extracting(StepResult::state).containsOnly(RunState.SUCCEEDED);
        assertThat(onDisk("desktop/latest/b")).hasContent("two");
        assertThat(host.calls()).containsExactlyElementsOf(twice());
    }

    @ParameterizedTest
    @EnumSource(Trigger.class)
    void aDiskThatIsNotPluggedInFailsARunByHandAndSkipsOthers(Trigger trigger) {
        host.delete("disk/by-uuid/backups");
        house.trigger = trigger;
        Map<StepName, StepResult> steps = run(house);
        assertThat(steps.get(UNLOCK).state())
                .isEqualTo(trigger == Trigger.API || trigger == Trigger.HOOK ? RunState.FAILED : RunState.SKIPPED);
        assertThat(steps.get(UNLOCK).reason()).isEqualTo(RunReason.DEVICE_MISSING);
        assertThat(steps.get(UNLOCK).message()).contains("UUID=backups").contains("line 1 of crypttab");
        assertThat(steps.keySet()).containsExactly(UNLOCK, UNMOUNT, LOCK);
        assertThat(steps.get(UNMOUNT))
                .extracting(StepResult::state, StepResult::message)
                .containsExactly(RunState.SKIPPED, null);
        assertThat(steps.get(LOCK).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.calls()).isEmpty();
        assertThat(mountPoint).isEmptyDirectory();
    }

    @Test
    void aMountThatFailsLocksTheDiskAgain() {
        host.write("fail-mount", "");
        Map<StepName, StepResult> steps = run(house);
        assertThat(steps.get(MOUNT).reason()).isEqualTo(RunReason.DESTINATION_UNAVAILABLE);
        assertThat(steps.get(MOUNT).message()).contains("wrong fs type");
        assertThat(steps.get(LOCK).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(host.calls())
                .containsExactly("cryptdisks_start backups", "mount " + mountPoint, "cryptdisks_stop backups");
    }

    @Test
    void aBusyDiskIsSaidAndLeftToTheNextRun() {
        host.write("busy", "");
        Map<StepName, StepResult> steps = run(house);
        assertThat(steps.get(ROTATE).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(steps.get(UNMOUNT).reason()).isEqualTo(RunReason.DEVICE_BUSY);
        assertThat(steps.get(UNMOUNT).message()).contains("target is busy");
        assertThat(steps.get(LOCK).message()).contains("mounted at " + mountPoint);
        host.delete("busy");
        assertThat(run(house).get(LOCK).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(host.records()).isEmpty();
        assertThat(mountPoint).isEmptyDirectory();
    }

    @Test
    void leavesADiskThatWasMountedBefore() {
        host.runner().run(Command.of("cryptdisks_start", "backups"));
        host.runner().run(Command.of("mount", mountPoint.toString()));
        assertThat(run(house).values()).extracting(StepResult::state).containsOnly(RunState.SUCCEEDED);
        assertThat(host.calls()).hasSize(2);
        assertThat(house.snapshots()).hasSize(1);
    }

    @Test
    void refusesADestinationThatALinkLeadsAwayFromTheMount() throws IOException {
        Path elsewhere = Files.createDirectory(host.root.resolveSibling("elsewhere"));
        Files.createSymbolicLink(host.root.resolve("mnt.away/laptop"), elsewhere);
        Map<StepName, StepResult> steps = run(house);
        assertThat(steps.get(MOUNT).state()).isEqualTo(RunState.FAILED);
        assertThat(steps.get(MOUNT).message()).contains("is not on what is mounted at " + mountPoint);
        assertThat(steps).doesNotContainKey(BACKUP);
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(host.calls()).containsExactlyElementsOf(once());
    }

    @Test
    void freesTheSpaceOfRemovedSnapshotsBeforeTheUnmount() throws IOException {
        house.trash.start();
        run(house);
        Files.createDirectories(onDisk("laptop/2020-01-01T000000Z"));
        Files.createDirectories(onDisk("laptop/2020-01-02T000000Z/with/much"));
        assertThat(run(house).values()).extracting(StepResult::state).containsOnly(RunState.SUCCEEDED);
        assertThat(onDisk("laptop/2020-01-01T000000Z")).doesNotExist();
        assertThat(onDisk("laptop/.rsync-backup/trash")).isEmptyDirectory();
        assertThat(host.calls()).containsExactlyElementsOf(twice());
        house.trash.stop();
    }

    @Test
    void whatTheTrashCannotFreeInItsTimeWaitsForTheNextMount() throws IOException {
        house = house("desktop", Duration.ofMillis(1)).write("a", "one");
        house.trash.start();
        run(house);
        Path old = Files.createDirectories(onDisk("desktop/2020-01-01T000000Z"));
        Files.createDirectories(onDisk("desktop/2020-01-02T000000Z"));
        for (int i = 0; i < 3_000; i++) {
            Files.createFile(old.resolve("file" + i));
        }
        assertThat(run(house).values()).extracting(StepResult::state).containsOnly(RunState.SUCCEEDED);
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(host.calls()).containsExactlyElementsOf(twice());
        house.trash.stop();
    }

    @Test
    void aCancelledRunLeavesTheTrashAsItIs() throws IOException {
        house.trash.start();
        run(house);
        Path removed = Files.createDirectories(onDisk("laptop/.rsync-backup/trash/2020-01-01T000000Z.x"));
        Run run = house.queued(false, BACKUP);
        RecordedContext context = new RecordedContext(run);
        house.watcher = argv -> {
            if (argv.contains("rsync") && !argv.contains("--version")) {
                context.stop.request();
            }
        };
        run(house, run, context);
        assertThat(removed).exists();
        house.trash.stop();
    }

    @Test
    void aCallerWhoRefreshesPinsOrDeletesHasTheDiskForThatLong() {
        house.trash.start();
        run(house);
        String name = house.index.list(BackupHouse.PLAN).isEmpty()
                ? house.indexer.refresh(house.plan()).items().getFirst().name()
                : house.index.list(BackupHouse.PLAN).getFirst().name();
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(house.editor
                        .describe(house.plan(), name, Optional.of(true), Optional.of("keep"))
                        .pinned())
                .isTrue();
        assertThat(mountPoint).isEmptyDirectory();
        house.editor.describe(house.plan(), name, Optional.of(false), Optional.empty());
        house.editor.delete(house.plan(), name);
        await().untilAsserted(() -> assertThat(host.records()).isEmpty());
        house.trash.stop();
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(onDisk("laptop").resolve(name)).doesNotExist();
        assertThat(onDisk("laptop/.rsync-backup/trash")).isEmptyDirectory();
        assertThat(host.calls()).hasSize(5 * 4);
        assertThat(host.records()).isEmpty();
    }

    @Test
    void aCallerIsToldThatTheDiskIsNotPluggedIn() {
        run(house);
        String name = house.indexer.refresh(house.plan()).items().getFirst().name();
        host.delete("disk/by-uuid/backups");
        assertThatThrownBy(() -> house.editor.delete(house.plan(), name))
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("UUID=backups is not there");
        assertThat(house.indexer.refresh(house.plan()))
                .satisfies(known -> assertThat(known.items()).hasSize(1));
        assertThat(house.index.available(BackupHouse.PLAN)).isFalse();
    }

    @Test
    void aStartMountsNothing() {
        run(house);
        int calls = host.calls().size();
        house.trash.start();
        house.trash.stop();
        assertThat(host.calls()).hasSize(calls);
    }

    @Test
    void aCheckLooksOnlyAndSaysWhetherTheDiskIsThere() {
        PlanCheck check = new PlanCheck(house.tools, new Programs(house.real));
        assertThat(check.check(house.plan()).checks())
                .anySatisfy(found -> {
                    assertThat(found.check()).isEqualTo("device");
                    assertThat(found.ok()).isTrue();
                    assertThat(found.detail()).isEqualTo("backups is there, not unlocked");
                })
                .noneMatch(found -> found.check().equals("destination"));
        host.delete("disk/by-uuid/backups");
        assertThat(check.check(house.plan()).ok()).isFalse();
        assertThat(host.calls()).isEmpty();
    }

    private List<String> once() {
        return List.of(
                "cryptdisks_start backups", "mount " + mountPoint, "umount " + mountPoint, "cryptdisks_stop backups");
    }

    private List<String> twice() {
        return java.util.stream.Stream.concat(once().stream(), once().stream()).toList();
    }

    /** Where it is while the disk is not mounted. */
    private Path onDisk(String path) {
        assertThat(house.tools.devices().look(new Device.Mount(mountPoint)).up())
                .isFalse();
        return host.root.resolve("mnt.away").resolve(path);
    }

    private static Map<StepName, StepResult> run(BackupHouse house) {
        Run run = house.queued(false, BACKUP, SNAPSHOT, ROTATE);
        return run(house, run, new RecordedContext(run));
    }

    /** As the executor does: what always happens is not told of the cancellation. */
    private static Map<StepName, StepResult> run(BackupHouse house, Run run, RecordedContext context) {
        Map<StepName, StepResult> results = new LinkedHashMap<>();
        boolean stopped = false;
        try (BackupSession session = house.session(run)) {
            for (Step step : session.steps()) {
                if (stopped && !step.always()) {
                    continue;
                }
                StepResult result = step.execute(step.always() ? new RecordedContext(run) : context);
                results.put(step.name(), result);
                stopped |= !step.always() && result.state() != RunState.SUCCEEDED;
            }
        }
        return results;
    }
}
