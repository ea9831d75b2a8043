package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void outOfSpaceInTheTransfer(DestinationKind kind) {
        fillAndRecover(kind, "-N 20000", BIG_FILES, FREE_BYTES, 20_000_000, "out-of-space");
    }

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void outOfInodesInTheTransfer(DestinationKind kind) {
        fillAndRecover(kind, "-N 4000", MANY_FILES, FREE_INODES, 400, "out-of-inodes");
    }

    /** Each directory takes a block, in latest and once more in the snapshot. */
    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void outOfSpaceInTheSnapshot(DestinationKind kind) {
        fillAndRecover(kind, "-N 20000 -b 4096", MANY_DIRECTORIES, FREE_BYTES, 13_000_000, "out-of-space");
    }

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void outOfInodesInTheSnapshot(DestinationKind kind) {
        fillAndRecover(kind, "-N 8000", MANY_DIRECTORIES, FREE_INODES, 3_000, "out-of-inodes");
    }

    private void fillAndRecover(
            DestinationKind kind, String options, String tree, String ballast, long free, String reason) {
        Needs.programs("rsync", "getfattr", "fallocate");
        var source = SampleTrees.create(directory.resolve("source"));
        Shell.run(tree, source);
        try (var disk = LoopDisk.make(
                        directory.resolve("disk.img"),
                        directory.resolve("disk"),
                        "mkfs.ext4 -q -F -m 0 " + options,
                        "120M");
                var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = disk.root().resolve("backups/latest");
            server.plan("all", "source: \"" + source + "\"\n" + reached.yaml(latest))
                    .start();
            reached.prepare(server.api(), "all");
            Shell.run(ballast, disk.root(), free);

            var failed = server.api().runToEnd("all");
            assertThat(failed.path("state").asString())
                    .as(failed.toPrettyString())
                    .isEqualTo("failed");
            assertThat(failed.path("reason").asString())
                    .as(failed.toPrettyString())
                    .isEqualTo(reason);
            assertThat(failed.path("message").asString()).isNotEmpty();
            assertThat(Destinations.snapshotDirectories(latest.getParent())).isEmpty();
            assertThat(Destinations.incomplete(latest.getParent())).isEmpty();
            assertThat(server.api().snapshots("all")).isEmpty();

            Shell.run("rm -r \"$1/ballast\"", disk.root());
            var run = server.api().runToEnd("all");
            assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
            var snapshot = latest.resolveSibling(run.path("snapshot").asString());
            assertThat(TreeRecord.of(source).differences(TreeRecord.of(snapshot)))
                    .isEmpty();
        }
    }
}
