package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.LOCK;
import static io.rsyncbackup.run.StepName.MOUNT;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static io.rsyncbackup.run.StepName.UNLOCK;
import static io.rsyncbackup.run.StepName.UNMOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.run.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs of plans whose destination lies on an encrypted disk, on a host of scripts with real rsync. */
class RunsOnADeviceTest extends DeviceRuns {
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
        // unmounting is tried again; locking under what is still mounted would be in vain
        assertThat(host.calls()).filteredOn(("umount " + mountPoint)::equals).hasSizeGreaterThan(1);
        assertThat(host.calls()).containsOnlyOnce("cryptdisks_stop backups");
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
}
