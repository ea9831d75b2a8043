package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.device.Device;
import io.rsyncbackup.device.FakeHost;
import io.rsyncbackup.plan.PlanDevice;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests of plans on an encrypted disk have in common: a host of scripts with real rsync, whole runs. */
@Timeout(60)
abstract class DeviceRuns {
    @TempDir
    Path directory;

    FakeHost host;
    Path mountPoint;
    BackupHouse house;

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

    BackupHouse house(String name, Duration trashTime) throws IOException {
        return new BackupHouse(
                Files.createDirectory(host.root.resolveSibling(name)),
                mountPoint.resolve(name).resolve("latest"),
                host,
                new PlanDevice("backups", mountPoint, trashTime));
    }

    List<String> once() {
        return List.of(
                "cryptdisks_start backups", "mount " + mountPoint, "umount " + mountPoint, "cryptdisks_stop backups");
    }

    List<String> twice() {
        return java.util.stream.Stream.concat(once().stream(), once().stream()).toList();
    }

    /** Where it is while the disk is not mounted. */
    Path onDisk(String path) {
        assertThat(house.tools.devices().look(new Device.Mount(mountPoint)).up())
                .isFalse();
        return host.root.resolve("mnt.away").resolve(path);
    }

    static Map<StepName, StepResult> run(BackupHouse house) {
        Run run = house.queued(false, BACKUP, SNAPSHOT, ROTATE);
        return run(house, run, new RecordedContext(run));
    }

    /** As the executor does: what always happens is not told of the cancellation. */
    static Map<StepName, StepResult> run(BackupHouse house, Run run, RecordedContext context) {
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
