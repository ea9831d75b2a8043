package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On btrfs a snapshot is a read-only subvolume. */
class BtrfsIT {
    @TempDir
    Path directory;

    @Test
    void snapshotsStayAreReadOnlyAndCanBeRemoved() {
        Needs.root();
        Needs.programs("rsync", "getfattr", "setfacl", "btrfs", "mkfs.btrfs");
        var source = directory.resolve("source");
        SampleTrees.everything(source);
        Shell.run(Mutations.PREPARE, source, directory.resolve("foreign"));
        try (var disk = LoopDisk.make(directory.resolve("disk.img"), directory.resolve("disk"), "mkfs.btrfs -q", "1G");
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = disk.root().resolve("backups/latest");
            server.plan("all", source, latest).start();
            var recorded = new LinkedHashMap<String, TreeRecord>();
            Mutations.ofRoot().forEach((title, script) -> {
                Shell.run("cd \"$1\"\n" + script, source, directory.resolve("foreign"));
                var run = server.api().runToEnd("all", "{\"steps\": [\"backup\", \"snapshot\"]}");
                assertThat(run.path("state").asString())
                        .as(title + run.toPrettyString())
                        .isEqualTo("succeeded");
                recorded.forEach(
                        (name, record) -> assertThat(record.differences(TreeRecord.of(latest.resolveSibling(name))))
                                .as("snapshot " + name + " after: " + title)
                                .isEmpty());
                var name = run.path("snapshot").asString();
                recorded.put(name, TreeRecord.of(latest.resolveSibling(name)));
                assertThat(TreeRecord.of(source).differences(recorded.get(name)))
                        .as(title)
                        .isEmpty();
                assertThat(Shell.run("btrfs property get -ts \"$1\" ro", latest.resolveSibling(name)))
                        .isEqualTo("ro=true");
            });
            var oldest = recorded.keySet().iterator().next();
            server.api().delete("/api/v1/plans/all/snapshots/" + oldest).expect(204);
            assertThat(latest.resolveSibling(oldest)).doesNotExist();
            assertThat(server.api().snapshots("all")).hasSize(recorded.size() - 1);
        }
    }
}
