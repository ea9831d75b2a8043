package io.rsyncbackup.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.system.Api;
import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The compose files as they are shipped, on ports that are free here and with stand-ins for the images of others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeIT {
    private static final String NEIGHBOURS = "rsync-backup-test";
    private static final String COMPOSE = """
            cd "$1/docker"
            export PORT=$3 PORT_ONE=$3 PORT_TWO=$4 PORT_PROMETHEUS=$5
            export IMAGE=$6 POSTGRES=$7-postgres PROMETHEUS=$7-prometheus
            compose=docker-compose
            ! docker compose version >/dev/null 2>&1 || compose='docker compose'
            $compose --project-name rsync-backup-test --file "$2" \
            """;

    private final int[] ports = {freePort(), freePort(), freePort()};
    private ContainerEngine engine;
    private Path directory;
    private String image;

    @BeforeAll
    void build(@TempDir Path temporary) {
        Needs.longFormOrCi();
        Needs.root();
        Needs.programs("docker-compose");
        directory = temporary;
        engine = ContainerEngine.ready();
        image = engine.serverImage();
        Shell.run("bash src/test/resources/container/neighbours.sh \"$1\" >&2", NEIGHBOURS);
        Shell.run("cp --parents -r docker src/main/dist/monitoring \"$1\"", directory);
    }

    @AfterAll
    void end() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void startsOneServerThatBacksUp() throws Exception {
        try {
            compose("compose.yaml", "up --detach --no-build");
            await("its own opinion")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> compose("compose.yaml", "ps").contains("healthy)"));
            var token = Files.writeString(
                    directory.resolve("token"),
                    compose("compose.yaml", "exec -T server cat /var/lib/rsync-backup-server/admin.token"));
            var run = new Api(ports[0], token).runToEnd("sample");
            assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
        } finally {
            compose("compose.yaml", "down --volumes");
        }
    }

    @Test
    void startsTwoServersWithPostgresqlThatPrometheusWatches() throws Exception {
        Shell.run("cd \"$1/docker\"; " + secrets(), directory);
        try {
            compose("compose.cluster.yaml", "up --detach --no-build");
            var token = directory.resolve("docker/secrets/admin.token");
            var one = new Api(ports[0], token);
            var two = new Api(ports[1], token);
            for (var server : List.of(one, two)) {
                await("both servers")
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> server.get("/actuator/health/readiness").status() == 200);
            }
            var run = one.runToEnd("sample");
            assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
            assertThat(two.run(run.path("id").asString()).path("snapshot"))
                    .as("what the other one knows")
                    .isEqualTo(run.path("snapshot"));
            assertThat(compose("compose.cluster.yaml", "exec -T two ls /backups/sample"))
                    .contains(run.path("snapshot").asString());
            await("scrapes of both")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(prometheus("query?query=sum(up)")
                                    .at("/result/0/value/1")
                                    .asString(""))
                            .isEqualTo("2"));
            assertThat(prometheus("rules").toString()).contains("BackupOverdue");
        } finally {
            compose("compose.cluster.yaml", "down --volumes");
        }
    }

    /** The commands that the file names. */
    private static String secrets() throws Exception {
        var file = Files.readString(Path.of("docker/compose.cluster.yaml"));
        return String.join(
                "\n",
                file.lines()
                        .filter(line -> line.matches("# {4,}(mkdir|head|chmod) .*"))
                        .map(line -> line.substring(1).strip().replace("docker/", ""))
                        .toList());
    }

    private String compose(String file, String command) {
        return Shell.run(COMPOSE + command, directory, file, ports[0], ports[1], ports[2], image, NEIGHBOURS);
    }

    private JsonNode prometheus(String query) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var address = URI.create("http://127.0.0.1:" + ports[2] + "/api/v1/" + query);
            return JsonMapper.builder()
                    .build()
                    .readTree(client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                            .body())
                    .path("data");
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
