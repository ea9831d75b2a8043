package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The destination's image is copied at random moments of a run. The image lies on a file system that can copy it in one
 * instant by reference; else writes that came later than others could be in the copy without them, which no disk does.
 */
class PowerCutIT {
    @TempDir
    Path directory;

    /** What the source was, by the content of its file {@code version}. */
    private final Map<String, TreeRecord> sources = new HashMap<>();

    @Test
    void everyListedSnapshotIsWholeAfterAPowerCut() throws IOException {
        Needs.root();
        Needs.programs("rsync", "getfattr", "setfacl", "mkfs.btrfs", "mkfs.ext4", "e2fsck");
        long seed = System.nanoTime();
        var random = new Random(seed);
        var source = directory.resolve("source");
        SampleTrees.everything(source);
        SampleTrees.files(source, 500, random);
        try (var shelf = LoopDisk.make(
                        directory.resolve("shelf.img"), directory.resolve("shelf"), "mkfs.btrfs -q", "8G");
                var disk = LoopDisk.make(
                        shelf.root().resolve("disk.img"), directory.resolve("disk"), "mkfs.ext4 -q -F", "1G");
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = disk.root().resolve("backups/latest");
            server.plan("all", source, latest).start();
            int snapshots = 0;
            for (int round = 0; round < Needs.scaled(8, 30); round++) {
                Shell.run(
                        "cd \"$1\"; printf 'version %s' $2 >version; find d* -type f | shuf -n 100 | xargs chmod 06$((4 + $2 % 4))0;"
                                + " for f in $(find d* -type f | shuf -n 50); do head -c 3000 /dev/urandom >$f; done",
                        source, round);
                sources.put("version " + round, TreeRecord.of(source));
                var id = server.api().start("all", "{\"steps\": [\"backup\", \"snapshot\"]}");
                for (int cut = 0; cut < 4; cut++) {
                    Thread.sleep(random.nextInt(500));
                    snapshots += cutAndCompare(shelf, disk, latest, "round " + round + ", seed " + seed);
                }
                var run = server.api().awaitEnd(id);
                assertThat(run.path("state").asString())
                        .as(run.toPrettyString())
                        .isEqualTo("succeeded");
                snapshots += cutAndCompare(shelf, disk, latest, "after round " + round + ", seed " + seed);
            }
            assertThat(snapshots).as("snapshots that were compared").isPositive();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Answers how many snapshots the copy lists; all of them were compared. */
    private int cutAndCompare(LoopDisk shelf, LoopDisk disk, Path latest, String context) throws IOException {
        var copy = shelf.root().resolve("copy.img");
        Shell.run("cp --reflink=always \"$1\" \"$2\"", disk.image(), copy);
        // 0: clean after replaying its journal, 1: mended.
        assertThat(Shell.attempt("e2fsck -p \"$1\" >/dev/null", copy).exitCode())
                .as(context)
                .isLessThan(2);
        try (var elsewhere = LoopDisk.of(copy, directory.resolve("elsewhere")).mount()) {
            var parent =
                    elsewhere.root().resolve(disk.root().relativize(latest)).getParent();
            int listed = 0;
            for (var name : Destinations.snapshotDirectories(parent)) {
                var sidecar = parent.resolve(".rsync-backup/snapshots/" + name + ".json");
                // Without a sidecar it would be taken for another tool's, complete.
                var text = Files.exists(sidecar) ? Files.readString(sidecar) : "\"complete\"";
                if (text.contains("\"complete\"") || text.contains("\"partial\"")) {
                    listed++;
                    assertWhole(parent.resolve(name), name + " " + text + " " + context);
                }
            }
            return listed;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void assertWhole(Path snapshot, String context) throws IOException {
        var version = snapshot.resolve("version");
        assertThat(version).as(context).exists();
        var wanted = sources.get(Files.readString(version));
        assertThat(wanted).as("the version of " + context).isNotNull();
        assertThat(wanted.differences(TreeRecord.of(snapshot))).as(context).isEmpty();
    }
}
