package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServerStartTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/metric-names.txt");

    @TempDir
    static Path temporary;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(
                temporary.resolve("data"),
                "--backup.shutdown.wait=5s",
                "--backup.channels.ops.type=ping",
                "--backup.channels.ops.url=http://127.0.0.1:9/uuid",
                "--backup.plans.laptop.source=" + temporary,
                "--backup.plans.laptop.destination=" + temporary.resolve("backups/laptop/latest"),
                "--backup.plans.laptop.expected-interval=2h");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void theServersOwnHealthIsOpenAndSaysNothingMore(String path) throws Exception {
        HttpResponse<String> answer = server.get(path, false);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("status").asString()).isEqualTo("UP");
        assertThat(json(answer).has("components")).isFalse();
        assertThat(json(answer).has("details")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/health/backups",
        "/actuator/info",
        "/actuator/prometheus",
        "/actuator/loggers",
        "/actuator/sbom"
    })
    void theRestWantsAToken(String path) throws Exception {
        assertThat(server.get(path, false).statusCode()).isEqualTo(401);
        assertThat(server.get(path, true).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/actuator/env", "/actuator/beans", "/actuator/heapdump", "/actuator/shutdown", "/actuator"})
    void nothingElseIsExposed(String path) throws Exception {
        assertThat(server.get(path, true).statusCode()).isEqualTo(404);
    }

    @Test
    void noRunIsQueuedWithoutItsEntryInTheAuditLog() throws Exception {
        HttpResponse<String> started = server.post("/api/v1/plans/laptop/runs", "{\"dryRun\": true}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        // at once: it was written in the transaction that queued the run
        JsonNode entry = json(server.get("/api/v1/audit?action=startRun&plan=laptop&caller=admin", true))
                .path("items")
                .path(0);
        assertThat(entry.path("run")).isEqualTo(json(started).path("id"));
        assertThat(entry.path("outcome").asString()).isEqualTo("done");
        // the other tests want a server at rest
        String run = "/api/v1/runs/" + json(started).path("id").asString();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> json(server.get(run, true)).has("endedAt"));
    }

    @Test
    void aFailingPlanNeedsAttentionButTheServerIsUp() throws Exception {
        assertThat(server.get("/actuator/health/backups", true).statusCode()).isEqualTo(200);
        server.jdbc()
                .sql("update plan_state set last_outcome = 'failed', consecutive_failures = 1")
                .update();
        try {
            HttpResponse<String> backups = server.get("/actuator/health/backups", true);
            assertThat(backups.statusCode()).isEqualTo(503);
            assertThat(backups.body()).contains("\"laptop\":\"failing\"");
            assertThat(server.get("/actuator/health", false).statusCode()).isEqualTo(200);
            assertThat(server.get("/actuator/health/readiness", false).statusCode())
                    .isEqualTo(200);
        } finally {
            server.jdbc()
                    .sql("update plan_state set last_outcome = null, consecutive_failures = 0")
                    .update();
        }
    }

    @Test
    void aDrainedServerIsNotReadyButWell() throws Exception {
        assertThat(server.post("/api/v1/drain", "").statusCode()).isEqualTo(200);
        try {
            HttpResponse<String> readiness = server.get("/actuator/health/readiness", false);
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(json(readiness).get("status").asString()).isEqualTo("DRAINING");
            assertThat(server.get("/actuator/health", false).statusCode()).isEqualTo(200);
            assertThat(server.get("/actuator/health/liveness", false).statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/actuator/prometheus", true).body())
                    .contains("backup_starts_refused{reason=\"draining\"} 1.0");
            HttpResponse<String> refused = server.post("/api/v1/plans/laptop/runs", "{\"dryRun\": true}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("60");
            assertThat(json(refused).get("type").asString()).endsWith("/problems/draining");
        } finally {
            assertThat(server.delete("/api/v1/drain").statusCode()).isEqualTo(204);
        }
        assertThat(server.get("/actuator/health/readiness", false).statusCode()).isEqualTo(200);
        JsonNode audit = json(server.get("/api/v1/audit?action=drain", true)).path("items");
        assertThat(audit.path(0).path("caller").asString()).isEqualTo("admin");
    }

    @Test
    void infoNamesBuildAndPrograms() throws Exception {
        JsonNode info = json(server.get("/actuator/info", true));
        assertThat(info.get("build").get("name").asString()).isEqualTo("rsync-backup-server");
        assertThat(info.get("programs").toString()).contains("rsync");
    }

    @Test
    void everyMeterIsThereBeforeTheFirstRun() throws Exception {
        TreeSet<String> names = new TreeSet<>();
        server.get("/actuator/prometheus", true)
                .body()
                .lines()
                .filter(line -> line.startsWith("backup_"))
                .forEach(line -> names.add(line.substring(0, line.lastIndexOf(' '))));
        String seen = String.join("\n", names) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, seen);
        }
        assertThat(seen)
                .as("meters differ from %s; write it with -Dgolden.update=true and look at it", GOLDEN)
                .isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void gaugesShowWhatTheDatabaseKnowsOfEarlierStarts() throws Exception {
        server.jdbc()
                .sql("update plan_state set last_success_at = 1700000000123, last_outcome = 'succeeded',"
                        + " last_exit_code = 24, files_created = 1, files_deleted = 2, files_transferred = 3,"
                        + " destination_up = 1, destination_size = 100, destination_free = 40,"
                        + " destination_free_inodes = 7, trash_pending = 2, sampled_at = 1700000000000")
                .update();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(
                                    server.get("/actuator/prometheus", true).body())
                            .contains("backup_last_success_timestamp_seconds{plan=\"laptop\"} 1.700000000123E9")
                            .contains("backup_last_run_outcome{outcome=\"succeeded\",plan=\"laptop\"} 1.0")
                            .contains("backup_rsync_exit_code{plan=\"laptop\"} 24.0")
                            .contains("backup_files{change=\"deleted\",plan=\"laptop\"} 2.0")
                            .contains("backup_destination_up{plan=\"laptop\"} 1.0")
                            .contains("backup_destination_free_bytes{plan=\"laptop\"} 40.0")
                            .contains("backup_destination_free_inodes{plan=\"laptop\"} 7.0")
                            .contains("backup_trash_pending{plan=\"laptop\"} 2.0")
                            .contains("backup_expected_interval_seconds{plan=\"laptop\"} 7200.0")
                            .contains("backup_overdue{plan=\"laptop\"} 1.0"));
        } finally {
            server.jdbc()
                    .sql("update plan_state set last_success_at = null, last_outcome = null")
                    .update();
        }
    }

    @Test
    void stoppingGivesRunsTheTimeThatWasConfigured() {
        assertThat(server.property("spring.lifecycle.timeout-per-shutdown-phase"))
                .isEqualTo("35000ms");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readTree(answer.body());
    }
}
