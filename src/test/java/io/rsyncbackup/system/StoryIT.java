package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README as a test: trigger, poll, list, preview. */
class StoryIT {
    @TempDir
    Path directory;

    @Test
    void backsUpADirectoryAndShowsItsSnapshotAndWhatRotationWouldDo() {
        Needs.programs("rsync", "getfattr", "setfacl");
        var source = directory.resolve("home");
        SampleTrees.everything(source);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var destination = server.data().resolve("backups/home/latest");
            server.plan("home", source, destination).start();
            var api = server.api();

            var plans = api.get("/api/v1/plans").expect(200).json();
            assertThat(Api.names(plans)).containsExactly("home");

            var started = api.post("/api/v1/plans/home/runs", "").expect(202);
            var id = started.json().path("id").asString();
            assertThat(started.response().headers().firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).endsWith("/api/v1/runs/" + id));

            var run = api.awaitEnd(id);
            assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
            assertThat(run.path("transfer").path("filesTransferred").asLong()).isPositive();
            assertThat(api.runLog(id)).contains("rsync");

            var snapshot = run.path("snapshot").asString();
            var listed = api.get("/api/v1/plans/home/snapshots").expect(200).json();
            assertThat(Api.names(listed)).containsExactly(snapshot);
            assertThat(listed.path("destinationAvailable").asBoolean()).isTrue();
            assertThat(listed.path("items").path(0).path("path").asString())
                    .isEqualTo(destination.resolveSibling(snapshot).toString());
            assertThat(TreeRecord.of(source).differences(TreeRecord.of(destination.resolveSibling(snapshot))))
                    .isEmpty();

            var preview = api.get("/api/v1/plans/home/rotation").expect(200).json();
            assertThat(preview.path("decisions").path(0).path("snapshot").asString())
                    .isEqualTo(snapshot);
            assertThat(preview.path("decisions").path(0).path("decision").asString())
                    .isEqualTo("keep");
            assertThat(preview.path("decisions").path(0).path("reasons").size()).isPositive();
            assertThat(preview.path("kept").asInt()).isEqualTo(1);

            assertThat(api.get("/api/v1/status?plain").expect(200).text()).contains("home");
            assertThat(api.get("/actuator/prometheus").expect(200).text())
                    .contains("backup_runs_total{outcome=\"succeeded\",plan=\"home\"} 1.0");
        }
    }
}
