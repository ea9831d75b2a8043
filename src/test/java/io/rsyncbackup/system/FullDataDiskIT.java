package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system of the data directory fills up under a real server, and has room again. */
class FullDataDiskIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    @Test
    void beginsNoRunUntilThereIsRoomAgainAndMakesUpForWhatWasDue() throws Exception {
        Needs.root();
        Needs.programs("rsync", "mount", "umount", "fallocate");
        var source = directory.resolve("source");
        SampleTrees.files(source, 20, new Random(1));
        var data = directory.resolve("server/data");
        Shell.run("mkdir -p -m 700 \"$1\"; mount -t tmpfs -o size=60m,mode=700 tmpfs \"$1\"", data);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.setting("min-free-space: 20MB")
                    .plan(
                            "laptop",
                            "source: \"" + source + "\"\ndestination: \""
                                    + directory.resolve("backups/laptop/latest")
                                    + "\"\nschedule: \"30 2 1 1 *\"")
                    .start();
            fillAndFree(server);
        } finally {
            Shell.run("umount \"$1\"", data);
        }
    }

    private static void fillAndFree(BackupServerProcess server) throws Exception {
        var api = server.api();
        api.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}").expect(200);
        assertThat(api.runToEnd("laptop").path("state").asString()).isEqualTo("succeeded");

        var filler = server.data().resolve("filler");
        Shell.run("fallocate -l 45M \"$1\"", filler);
        var refused = api.post("/api/v1/plans/laptop/runs", "").expect(507);
        assertThat(refused.json().path("type").asString()).endsWith("/problems/data-disk-full");
        assertThat(refused.json().path("detail").asString())
                .contains(server.data().toString())
                .contains("less than the 20.0 MB of backup.min-free-space");
        var status = api.get("/api/v1/status").expect(200).json();
        assertThat(status.path("ok").asBoolean()).isFalse();
        assertThat(status.path("refusals").path(0).path("reason").asString()).isEqualTo("data-disk-full");
        api.get("/actuator/health").expect(200);
        api.get("/actuator/health/readiness").expect(200);
        assertThat(api.get("/actuator/health/backups").expect(503).text()).contains("\"dataDisk\"");
        assertThat(api.get("/actuator/prometheus").text())
                .contains("backup_starts_refused{reason=\"data-disk-full\"} 1.0");
        Shell.run(
                "fallocate -l 15M \"$1\"2 2>/dev/null || dd if=/dev/zero of=\"$1\"2 bs=64k 2>/dev/null || true",
                filler);
        Shell.run("truncate -s -128K \"$1\"2", filler);
        var noCopy = api.post("/api/v1/admin/backup", "").expect(507);
        assertThat(noCopy.json().path("detail").asString())
                .contains("database-backups")
                .containsAnyOf("nothing was written", "no file was left there");
        assertThat(server.data().resolve("database-backups")).isEmptyDirectory();

        Files.delete(server.data().resolve("filler2"));
        makeDue(server, "schedule");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(server.log())
                        .contains("plan=laptop no run for ")
                        .contains(" MB left, less than"));
        assertThat(runs(api)).isEqualTo(1);

        Files.delete(filler);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                api.get("/api/v1/status").json().path("ok").asBoolean())
                        .isTrue());
        makeDue(server, "postponed-run");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.get("/api/v1/runs?trigger=catch-up")
                                .json()
                                .path("items")
                                .path(0)
                                .path("state")
                                .asString())
                        .as(server.log())
                        .isEqualTo("succeeded"));
        assertThat(runs(api)).isEqualTo(2);
    }

    private static int runs(Api api) {
        return api.get("/api/v1/runs").json().path("items").size();
    }

    private static void makeDue(BackupServerProcess server, String task) throws SQLException {
        try (var database = DriverManager.getConnection(
                        "jdbc:sqlite:" + server.data().resolve("backup.db") + "?busy_timeout=20000");
                var update = database.prepareStatement(
                        "update timed_task set execution_time = ? where task_name = ? and task_instance = 'laptop'")) {
            // not before the last success: what was due then is no longer wanted
            update.setLong(1, Instant.now().toEpochMilli());
            update.setString(2, task);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
