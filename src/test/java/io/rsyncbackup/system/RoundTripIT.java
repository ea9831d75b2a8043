package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out is what went in. */
class RoundTripIT {
    @TempDir
    Path directory;

    @Test
    void keepsEverythingAFileSystemCanHold() {
        Needs.programs("rsync", "getfattr", "setfacl");
        var source = directory.resolve("source");
        SampleTrees.everything(source);
        assertThat(TreeRecord.of(source).differences(backUp(source))).isEmpty();
    }

    @Test
    void keepsManyFiles() {
        Needs.programs("rsync", "getfattr");
        var source = directory.resolve("source");
        long seed = System.nanoTime();
        SampleTrees.files(source, Needs.scaled(10_000, 100_000), new Random(seed));
        assertThat(TreeRecord.of(source).differences(backUp(source)))
                .as("seed " + seed)
                .isEmpty();
    }

    @Test
    void keepsAFileOfFiveGigabytesSparse() {
        Needs.programs("rsync", "getfattr");
        var source = SampleTrees.create(directory.resolve("source"));
        Shell.run(
                "cd \"$1\"; truncate -s 5G big; printf middle | dd of=big bs=1 seek=3G conv=notrunc status=none; printf end >>big",
                source);
        assertThat(TreeRecord.of(source).differences(backUp(source))).isEmpty();
        long kibibytes = Long.parseLong(Shell.run("du -sk \"$1\" | cut -f1", directory.resolve("server/data/backups")));
        assertThat(kibibytes).as("space used of 5 GB of holes").isLessThan(50_000);
    }

    private TreeRecord backUp(Path source) {
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = server.data().resolve("backups/latest");
            server.plan("all", source, latest).start();
            var run = server.api().runToEnd("all");
            assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
            return TreeRecord.of(latest.resolveSibling(run.path("snapshot").asString()));
        }
    }
}
