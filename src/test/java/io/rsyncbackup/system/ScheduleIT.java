package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Schedules of a real server. No test waits for a minute: what is due is moved in the database. */
class ScheduleIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void runsOnTimeMakesUpOnceAfterAKillAndStandsStillWhilePaused() throws Exception {
        Needs.programs("rsync");
        var source = directory.resolve("source");
        SampleTrees.files(source, 20, new Random(1));
        var places =
                "source: \"" + source + "\"\ndestination: \"" + directory.resolve("backups/laptop/latest") + "\"\n";
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("laptop", places + "schedule: { cron: \"30 2 * * *\", jitter: 5m }")
                    .plan("asleep", source, directory.resolve("backups/asleep/latest"))
                    .start();
            server.api()
                    .post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}")
                    .expect(200);
            assertThat(plan(server, "laptop").path("status").path("nextRunAt").asString())
                    .isNotEmpty();
            assertThat(plan(server, "asleep").path("status").has("nextRunAt")).isFalse();

            move(server, Duration.ofSeconds(1));
            await().atMost(SOON).untilAsserted(() -> assertThat(runs(server)).containsExactly("succeeded schedule"));

            server.kill();
            move(server, Duration.ofHours(50));
            server.start();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(runs(server)).containsExactly("succeeded catch-up", "succeeded schedule"));
            assertThat(nextTick(server)).isAfter(Instant.now());

            server.api().post("/api/v1/plans/laptop/pause", "").expect(200);
            assertThat(plan(server, "laptop").path("status").has("nextRunAt")).isFalse();
            server.kill();
            move(server, Duration.ofSeconds(1));
            // a new time, too
            server.plan("laptop", places + "schedule: \"@hourly\"").start();
            assertThat(plan(server, "laptop").path("paused").asBoolean()).isTrue();
            move(server, Duration.ofSeconds(1));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(nextTick(server)).isAfter(Instant.now()));
            assertThat(runs(server)).hasSize(2);

            var resumed = server.api()
                    .post("/api/v1/plans/laptop/resume", "")
                    .expect(200)
                    .json();
            assertThat(Instant.parse(resumed.path("status").path("nextRunAt").asString()))
                    .isEqualTo(nextTick(server))
                    .isBefore(Instant.now().plus(Duration.ofHours(1)));
            move(server, Duration.ofSeconds(1));
            await().atMost(SOON).untilAsserted(() -> assertThat(runs(server)).hasSize(3));
        }
    }

    private static JsonNode plan(BackupServerProcess server, String plan) {
        return server.api().get("/api/v1/plans/" + plan).expect(200).json();
    }

    /** State and trigger, newest first. */
    private static List<String> runs(BackupServerProcess server) {
        var runs = server.api().get("/api/v1/runs?plan=laptop").expect(200).json();
        return StreamSupport.stream(runs.path("items").spliterator(), false)
                .map(run ->
                        run.path("state").asString() + " " + run.path("trigger").asString())
                .toList();
    }

    private static void move(BackupServerProcess server, Duration into) throws SQLException {
        try (var database = database(server);
                PreparedStatement update = database.prepareStatement(
                        "update timed_task set execution_time = ? where task_instance = 'laptop'")) {
            update.setLong(1, Instant.now().minus(into).toEpochMilli());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static Instant nextTick(BackupServerProcess server) throws SQLException {
        try (var database = database(server);
                var statement = database.createStatement();
                var row = statement.executeQuery(
                        "select execution_time from timed_task where task_instance = 'laptop'")) {
            assertThat(row.next()).isTrue();
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }

    private static Connection database(BackupServerProcess server) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + server.data().resolve("backup.db") + "?busy_timeout=20000");
    }
}
