package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.cluster.ClusterSettings;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Copies of the database of a running server, and a new server on one of them. */
class DatabaseBackupTest {
    @TempDir
    Path temporary;

    private RunningServer server(Path data) {
        return new RunningServer(
                data,
                "--backup.keep-database-backups=2",
                "--backup.plans.laptop.source=" + temporary.resolve("source"),
                "--backup.plans.laptop.destination=" + temporary.resolve("disk/laptop/latest"));
    }

    @Test
    void restoresEverythingThatTheServerRememberedAtThatMoment() throws Exception {
        Files.writeString(Files.createDirectories(temporary.resolve("source")).resolve("file"), "text");
        Path first = temporary.resolve("first");
        String token;
        String run;
        String snapshot;
        Path copy;
        try (RunningServer server = server(first)) {
            ok(server.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}"), 200);
            run = text(ok(server.post("/api/v1/plans/laptop/runs", "{}"), 202), "id");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> json(server.get("/api/v1/runs/" + run, true)).has("endedAt"));
            snapshot = text(server.get("/api/v1/runs/" + run, true), "snapshot");
            ok(server.patch("/api/v1/plans/laptop/snapshots/" + snapshot, "{\"pinned\": true, \"note\": \"n\"}"), 200);
            token = text(
                    ok(server.post("/api/v1/tokens", "{\"name\": \"ansible\", \"role\": \"admin\"}"), 201), "token");
            ok(server.post("/api/v1/plans/laptop/pause", ""), 200);

            HttpResponse<String> answer = ok(server.post("/api/v1/admin/backup", ""), 201);
            copy = Path.of(text(answer, "file"));
            assertThat(copy).hasParent(first.resolve("database-backups"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.getParent())))
                    .isEqualTo("rwx------");
            assertThat(json(answer).path("bytes").asLong()).isEqualTo(Files.size(copy));
            assertThat(text(answer, "sha256"))
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(copy))));
            assertThat(text(answer, "restore")).contains(copy.toString(), first + "/backup.db-wal");
            // after the moment of the copy
            ok(server.post("/api/v1/plans/laptop/resume", ""), 200);
        }

        Path second = Files.createDirectories(temporary.resolve("second"));
        Files.copy(copy, second.resolve("backup.db"));
        Files.writeString(second.resolve("admin.token"), token);
        try (RunningServer server = server(second)) {
            assertThat(text(server.get("/api/v1/runs/" + run, true), "state")).isEqualTo("succeeded");
            JsonNode kept = json(server.get("/api/v1/plans/laptop/snapshots", true))
                    .path("items")
                    .path(0);
            assertThat(kept.path("name").asString()).isEqualTo(snapshot);
            assertThat(kept.path("pinned").asBoolean()).isTrue();
            assertThat(kept.path("note").asString()).isEqualTo("n");
            assertThat(json(server.get("/api/v1/plans/laptop", true))
                            .path("paused")
                            .asBoolean())
                    .isTrue();
            assertThat(json(server.get("/api/v1/audit?action=pausePlan", true))
                            .path("items")
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void isWholeWhileTheDatabaseIsWrittenAndKeepsTheNewestOnly() throws Exception {
        Path data = temporary.resolve("data");
        AtomicBoolean stop = new AtomicBoolean();
        try (RunningServer server = server(data)) {
            server.jdbc().sql("create table pair (one integer, two integer)").update();
            server.jdbc().sql("insert into pair values (0, 0)").update();
            Thread writer = Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    server.jdbc()
                            .sql("update pair set one = one + 1, two = two + 1")
                            .update();
                }
            });
            Path left = data.resolve("database-backups/backup-2026-01-01T000000.000Z.db.unfinished");
            String newest = "";
            for (int i = 0; i < 4; i++) {
                newest = text(ok(server.post("/api/v1/admin/backup", ""), 201), "file");
                try (var copy = java.sql.DriverManager.getConnection("jdbc:sqlite:" + newest);
                        var statement = copy.createStatement();
                        var row = statement.executeQuery("select one - two, one > 0 or " + (i == 0) + " from pair")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).isZero();
                    assertThat(row.getBoolean(2)).isTrue();
                }
                Files.writeString(left, "a killed server's");
            }
            stop.set(true);
            writer.join();
            Files.delete(left);
            try (Stream<Path> files = Files.list(data.resolve("database-backups"))) {
                List<Path> all = files.sorted().toList();
                assertThat(all).hasSize(2).last().isEqualTo(Path.of(newest));
            }
        }
    }

    @Test
    void neverRemovesTheCopyThatItAnsweredThoughOthersHaveLaterNames() throws Exception {
        Path data = temporary.resolve("data");
        try (RunningServer server = server(data)) {
            Path copies = Files.createDirectories(data.resolve("database-backups"));
            for (String ahead : List.of("01", "02")) {
                Files.writeString(copies.resolve("backup-2099-01-" + ahead + "T000000.000Z.db"), "of a clock ahead");
            }
            Path made = Path.of(text(ok(server.post("/api/v1/admin/backup", ""), 201), "file"));
            assertThat(made).isNotEmptyFile();
            try (Stream<Path> files = Files.list(copies)) {
                assertThat(files).hasSize(2);
            }
        }
    }

    @Test
    void leavesTheRoomThatRunsNeedToBegin() throws Exception {
        Path data = temporary.resolve("data");
        try (RunningServer server = new RunningServer(data, "--backup.min-free-space=100000TB")) {
            assertThat(text(ok(server.post("/api/v1/admin/backup", ""), 507), "detail"))
                    .contains("the database has ")
                    .contains("100000000000000000 must stay free")
                    .contains("nothing was written");
            assertThat(data.resolve("database-backups")).isEmptyDirectory();
        }
    }

    @Test
    void worksOnNoVirtualThreadSinceOthersNeedItsCarrier() throws Exception {
        List<Boolean> virtual = new CopyOnWriteArrayList<>();
        try (RunningServer server = server(temporary.resolve("data"))) {
            JdbcClient database = server.jdbc();
            JdbcClient watched = (JdbcClient) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {JdbcClient.class}, (proxy, method, arguments) -> {
                        virtual.add(Thread.currentThread().isVirtual());
                        return method.invoke(database, arguments);
                    });
            SqliteBackups backups = new SqliteBackups(
                    server.bean(DataDirectory.class),
                    server.bean(ServerConfiguration.class),
                    server.bean(ClusterSettings.class),
                    watched,
                    server.bean(Clock.class));
            Thread.ofVirtual().start(backups::make).join();
        }
        assertThat(virtual).hasSize(2).containsOnly(false);
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private static String text(HttpResponse<String> answer, String field) {
        return json(answer).path(field).asString();
    }
}
