package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.notify.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What makes a service of the program, on one server: people are told, hooks run, Prometheus sees and alarms. */
class ServiceIT {
    private static final String METRICS = "bks_metrics-of-the-service-test";

    private static final String ADMIN = "bks_admin-of-the-service-test-1234";

    @TempDir
    static Path directory;

    private static Receiver receiver;
    private static BackupServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        Needs.programs("rsync");
        receiver = new Receiver();
        server = new BackupServerProcess(directory.resolve("server"));
        Path source = directory.resolve("source");
        SampleTrees.files(source, 20, new Random(1));
        Path destinations = server.data().resolve("backups");
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(METRICS.getBytes(StandardCharsets.UTF_8)));
        // with any token configured none is generated
        Path admin = Files.writeString(Files.createDirectory(server.data()).resolve("admin.token"), ADMIN);
        server.setting("security: { admin-token-file: '" + admin + "', tokens: [ { name: prometheus, hash: " + hash
                        + ", permissions: [metrics] } ] }")
                .setting("channels:\n  hook: { type: webhook, url: '" + receiver.url("/hook?key=hidden")
                        + "' }\n  switch: { type: ping, url: '" + receiver.url("/uuid") + "' }")
                .plan("home", """
                        source: "%s"
                        destination: "%s"
                        channels: [hook, switch]
                        hooks:
                          before: { command: [/bin/sh, -c, "echo before $RSYNC_BACKUP_PLAN; test ! -e %s"] }
                          after-success: { command: [/bin/sh, -c, "echo saved $RSYNC_BACKUP_SNAPSHOT"] }
                          after-failure: { command: [/bin/sh, -c, "echo lost $RSYNC_BACKUP_REASON"] }
                          finally: { command: [/bin/sh, -c, "echo finally $RSYNC_BACKUP_STATE; exit 1"] }
                        """.formatted(source, destinations.resolve("home/latest"), directory.resolve("stop")))
                .plan("idle", source, destinations.resolve("idle/latest"))
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            receiver.close();
        }
    }

    @Test
    void peopleAreToldHooksRunAndPrometheusAlarmsUntilAllIsWellAgain() throws IOException {
        Needs.programs("prometheus");
        Path token = Files.writeString(directory.resolve("metrics.token"), METRICS);
        try (Prometheus prometheus = new Prometheus(directory, server.api().port(), token)) {
            Files.createFile(directory.resolve("stop"));
            JsonNode failed = server.api().runToEnd("home");
            assertThat(failed.path("state").asString())
                    .as(failed.toPrettyString())
                    .isEqualTo("failed");
            assertThat(failed.path("reason").asString()).isEqualTo("hook-failed");
            assertThat(failed.path("steps").findValuesAsString("name"))
                    .containsExactly(
                            "before", "backup", "snapshot", "rotate", "after-success", "after-failure", "finally");
            assertThat(failed.path("warnings").toString()).contains("the hook finally failed with exit code 1");
            assertThat(server.api().runLog(failed.path("id").asString()))
                    .contains("before home")
                    .contains("lost hook-failed")
                    .contains("finally failed")
                    .doesNotContain("saved");
            awaitRequests("/hook?key=hidden failed", "/uuid/start", "/uuid/fail");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> prometheus.alerts().toString().contains("BackupFailed"));

            Files.delete(directory.resolve("stop"));
            JsonNode succeeded = server.api().runToEnd("home");
            assertThat(succeeded.path("state").asString())
                    .as(succeeded.toPrettyString())
                    .isEqualTo("succeeded");
            assertThat(server.api().runLog(succeeded.path("id").asString()))
                    .contains("saved " + succeeded.path("snapshot").asString())
                    .contains("finally succeeded");
            awaitRequests(
                    "/hook?key=hidden failed",
                    "/uuid/start",
                    "/uuid/fail",
                    "/hook?key=hidden recovered",
                    "/uuid/start",
                    "/uuid");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(prometheus.targets().path(0).path("health").asString())
                        .isEqualTo("up");
                assertThat(prometheus
                                .query("backup_runs_total{plan=\"home\", outcome=\"succeeded\"}")
                                .path(0)
                                .path("value")
                                .path(1)
                                .asString())
                        .isEqualTo("1");
                assertThat(prometheus.alerts().toString()).doesNotContain("BackupFailed");
            });
        }
        assertThat(server.api().get("/api/v1/channels").expect(200).text()).doesNotContain("hidden");
        assertThat(server.api().get("/api/v1/plans/home").text())
                .doesNotContain("hooks")
                .doesNotContain("/bin/sh");
        assertThat(server.log()).doesNotContain("key=hidden");
        assertThat(server.api()
                        .post("/api/v1/channels/switch/test", "")
                        .expect(200)
                        .json()
                        .path("answer")
                        .asString())
                .isEqualTo("HTTP 200: ok");
    }

    /** In the order of each channel; what two channels are told has none. */
    private static void awaitRequests(String... wanted) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(receiver.told()).containsExactlyInAnyOrder(wanted));
    }
}
