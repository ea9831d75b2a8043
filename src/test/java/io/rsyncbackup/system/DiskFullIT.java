package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A full disk: the reason is named, nothing half is visible, and it works again once there is room. */
class DiskFullIT {
    private static final String FREE_BYTES = "fallocate -l $(( $(stat -f -c '%a*%S' \"$1\") - $2 )) \"$1/ballast\"";
    private static final String FREE_INODES =
            "mkdir \"$1/ballast\"; cd \"$1/ballast\"; seq $(( $(stat -f -c %d \"$1\") - $2 )) | xargs touch";
    private static final String BIG_FILES = "cd \"$1\"; for i in {1..40}; do head -c 1M /dev/urandom >big$i; done";
    private static final String MANY_FILES = "cd \"$1\"; seq 800 | xargs touch";
    private static final String MANY_DIRECTORIES = "cd \"$1\"; for i in {1..2000}; do echo d$i; done | xargs mkdir";

    @TempDir
    Path directory;

    /**
     * Where snapshots are made after the transfer, it may be that the disk fills only then: each directory takes a block
     * and an inode, in latest and once more in the snapshot.
     */
    private enum Scenario {
        SPACE_IN_THE_TRANSFER("-N 20000", BIG_FILES, FREE_BYTES, 20_000_000, "out-of-space"),
        INODES_IN_THE_TRANSFER("-N 4000", MANY_FILES, FREE_INODES, 400, "out-of-inodes"),
        SPACE_IN_THE_SNAPSHOT("-N 20000 -b 4096", MANY_DIRECTORIES, FREE_BYTES, 13_000_000, "out-of-space"),
        INODES_IN_THE_SNAPSHOT("-N 8000", MANY_DIRECTORIES, FREE_INODES, 3_000, "out-of-inodes");

        private final String options;
        private final String tree;
        private final String ballast;
        private final long free;
        private final String reason;

        Scenario(String options, String tree, String ballast, long free, String reason) {
            this.options = options;
            this.tree = tree;
            this.ballast = ballast;
            this.free = free;
            this.reason = reason;
        }

        String plan() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void fillsAndRecovers(DestinationKind kind) {
        Needs.programs("rsync", "getfattr", "fallocate");
        // a daemon does not say of what there is none left, and copies nothing by itself
        var scenarios = kind == DestinationKind.DAEMON
                ? EnumSet.of(Scenario.SPACE_IN_THE_TRANSFER)
                : EnumSet.allOf(Scenario.class);
        var disks = new EnumMap<Scenario, LoopDisk>(Scenario.class);
        try (var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            for (var scenario : scenarios) {
                var source = SampleTrees.create(source(scenario));
                Shell.run(scenario.tree, source);
                var disk = LoopDisk.make(
                        directory.resolve(scenario.plan() + ".img"),
                        directory.resolve(scenario.plan()),
                        "mkfs.ext4 -q -F -m 0 " + scenario.options,
                        "120M");
                disks.put(scenario, disk);
                server.plan(scenario.plan(), "source: \"" + source + "\"\n" + reached.yaml(latest(disk)));
            }
            server.start();
            disks.forEach((scenario, disk) -> {
                reached.prepare(server.api(), scenario.plan());
                Shell.run(scenario.ballast, disk.root(), scenario.free);
                fails(scenario, server.api(), reached, latest(disk));
                Shell.run("rm -r \"$1/ballast\"", disk.root());
                succeeds(scenario, server.api(), latest(disk));
            });
        } finally {
            disks.values().forEach(LoopDisk::close);
        }
    }

    private static void fails(Scenario scenario, Api api, DestinationKind.Reached reached, Path latest) {
        var run = api.runToEnd(scenario.plan());
        var context = scenario + "\n" + run.toPrettyString();
        assertThat(run.path("state").asString()).as(context).isEqualTo("failed");
        assertThat(run.path("reason").asString()).as(context).isEqualTo(scenario.reason);
        assertThat(run.path("message").asString()).as(context).isNotEmpty();
        assertThat(reached.snapshots(api, scenario.plan(), latest)).as(context).isEmpty();
        assertThat(reached.incomplete(latest)).as(context).isEmpty();
        assertThat(api.snapshots(scenario.plan())).as(context).isEmpty();
    }

    private void succeeds(Scenario scenario, Api api, Path latest) {
        var run = api.runToEnd(scenario.plan());
        var context = scenario + "\n" + run.toPrettyString();
        assertThat(run.path("state").asString()).as(context).isEqualTo("succeeded");
        var snapshot = latest.resolveSibling(run.path("snapshot").asString());
        assertThat(TreeRecord.of(source(scenario)).differences(TreeRecord.of(snapshot)))
                .as(context)
                .isEmpty();
    }

    private Path source(Scenario scenario) {
        return directory.resolve("source").resolve(scenario.plan());
    }

    private static Path latest(LoopDisk disk) {
        return disk.root().resolve("backups/latest");
    }
}
