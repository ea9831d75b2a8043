package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run says what a run would do and changes nothing, neither on the disk nor in what people read of the plan. */
class DryRunIT {
    private static final String DRY = "{\"dryRun\": true}";

    @TempDir
    Path directory;

    @Test
    void changesNothing() {
        Needs.programs("rsync", "getfattr");
        var source = directory.resolve("source");
        SampleTrees.files(source, 150, new Random(1));
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = server.data().resolve("backups/latest");
            server.plan("home", source, latest).start();

            var first = server.api().runToEnd("home", DRY);
            assertThat(first.path("state").asString())
                    .as(first.toPrettyString())
                    .isEqualTo("succeeded");
            assertThat(latest.getParent()).doesNotExist();

            var real = server.api().runToEnd("home");
            assertThat(real.path("state").asString()).isEqualTo("succeeded");
            var before = TreeRecord.of(latest.getParent());
            Shell.run("rm -r \"$1/d0\"; printf new >\"$1/brand-new\"; chmod 0600 \"$1\"/d1/*", source);

            var dry = server.api().runToEnd("home", DRY);
            assertThat(dry.path("state").asString()).as(dry.toPrettyString()).isEqualTo("succeeded");
            assertThat(dry.path("message").asString()).startsWith("dry run, nothing was written");
            assertThat(dry.path("snapshot").isMissingNode()).isTrue();
            assertThat(server.api().runLog(dry.path("id").asString()))
                    .contains("brand-new")
                    .contains("*deleting");
            assertThat(before.differences(TreeRecord.of(latest.getParent()))).isEmpty();

            var status =
                    server.api().get("/api/v1/plans/home").expect(200).json().path("status");
            assertThat(status.path("lastRun").path("id").asString())
                    .isEqualTo(real.path("id").asString());
            assertThat(server.api().snapshots("home")).hasSize(1);
        }
    }
}
