package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What would do harm is refused before anything is written. */
class RefusalIT {
    @TempDir
    Path directory;

    @Test
    void refusesAnEmptyDirectoryInTheDisksPlace() {
        var source = source();
        var disk = LoopDisk.make(directory.resolve("disk.img"), directory.resolve("disk"), "mkfs.ext4 -q -F", "100M");
        var other = LoopDisk.of(directory.resolve("other.img"), directory.resolve("disk"));
        Shell.run("truncate -s 100M \"$1\"; mkfs.ext4 -q -F \"$1\"", other.image());
        try (disk;
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = disk.root().resolve("latest");
            server.plan("disk", source, latest).start();
            assertState(server.api().runToEnd("disk"), "succeeded", "");

            disk.unmount();
            assertState(server.api().runToEnd("disk"), "failed", "destination-not-recognised");
            assertThat(Shell.run("ls -A \"$1\"", disk.root()))
                    .as("the empty mount point")
                    .isEmpty();
            assertState(
                    server.api().runToEnd("disk", "{\"steps\": [\"rotate\"]}"), "failed", "destination-not-recognised");

            other.mount();
            assertState(server.api().runToEnd("disk"), "failed", "destination-not-recognised");
            assertThat(Shell.run("ls -A \"$1\"", disk.root()))
                    .as("another disk")
                    .isEqualTo("lost+found");

            other.unmount();
            disk.mount();
            assertState(server.api().runToEnd("disk"), "succeeded", "");
            assertThat(server.api().snapshots("disk")).hasSize(2);
        }
    }

    @Test
    void wantsAnAdoptionOnTheRootFileSystem() {
        var source = source();
        var latest = directory.resolve("elsewhere/latest");
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("root", source, latest).start();
            assertState(server.api().runToEnd("root"), "failed", "destination-not-recognised");
            assertThat(latest.getParent()).doesNotExist();
            server.api()
                    .post("/api/v1/plans/root/adopt", "{\"initialise\": true}")
                    .expect(200);
            assertState(server.api().runToEnd("root"), "succeeded", "");
        }
    }

    @Test
    void refusesASourceThatIsEmptyOrMissing() {
        var source = source();
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = server.data().resolve("backups/latest");
            server.plan("home", source, latest).start();
            assertState(server.api().runToEnd("home"), "succeeded", "");
            var before = TreeRecord.of(latest);

            Shell.run("mv \"$1\" \"$1.away\"", source);
            assertState(server.api().runToEnd("home"), "failed", "source-missing");
            SampleTrees.create(source);
            assertState(server.api().runToEnd("home"), "failed", "source-empty");
            assertThat(before.differences(TreeRecord.of(latest))).isEmpty();
            assertThat(server.api().snapshots("home")).hasSize(1);

            Shell.run("rmdir \"$1\"; mv \"$1.away\" \"$1\"", source);
            assertState(server.api().runToEnd("home"), "succeeded", "");
        }
    }

    @Test
    void refusesALatestThatIsASymbolicLink() {
        var source = source();
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = server.data().resolve("backups/latest");
            server.plan("home", source, latest).start();
            var first = server.api().runToEnd("home");
            assertState(first, "succeeded", "");
            var snapshot = latest.resolveSibling(first.path("snapshot").asString());
            var before = TreeRecord.of(snapshot);
            Shell.run("rm -r \"$1\"; ln -s \"$2\" \"$1\"; touch \"$3/more\"", latest, snapshot, source);
            assertThat(server.api().runToEnd("home").path("state").asString()).isEqualTo("failed");
            assertThat(before.differences(TreeRecord.of(snapshot))).isEmpty();
        }
    }

    @Test
    void refusesToDeleteMoreThanThePlanAllows() {
        var source = source();
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = server.data().resolve("backups/latest");
            server.plan("home", "source: \"" + source + "\"\ndestination: \"" + latest + "\"\nmax-delete: 20%")
                    .start();
            assertState(server.api().runToEnd("home"), "succeeded", "");
            var before = TreeRecord.of(latest);
            Shell.run("rm -r \"$1/d1\"; touch \"$1/new\"", source);
            assertState(server.api().runToEnd("home"), "failed", "deletion-limit");
            assertThat(before.differences(TreeRecord.of(latest))).isEmpty();
            assertState(server.api().runToEnd("home", "{\"allowDeletions\": true}"), "succeeded", "");
            assertThat(latest.resolve("d1")).doesNotExist();
        }
    }

    private Path source() {
        Needs.programs("rsync", "getfattr");
        var source = directory.resolve("source");
        SampleTrees.files(source, 200, new Random(1));
        return source;
    }

    private static void assertState(JsonNode run, String state, String reason) {
        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo(state);
        assertThat(run.path("reason").asString("")).as(run.toPrettyString()).isEqualTo(reason);
    }
}
