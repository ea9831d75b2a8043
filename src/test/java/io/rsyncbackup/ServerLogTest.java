package io.rsyncbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's own log, as people and as programs read it. */
@ExtendWith(OutputCaptureExtension.class)
class ServerLogTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void linesNameRunPlanAndRequest(@TempDir Path temporary, CapturedOutput console) throws Exception {
        Path file = temporary.resolve("server.json");
        Path source = Files.createDirectories(temporary.resolve("source"));
        Files.writeString(source.resolve("file"), "text");
        String run;
        try (RunningServer server = new RunningServer(
                temporary.resolve("data"),
                "--logging.file.name=" + file,
                "--logging.structured.format.file=ecs",
                "--logging.level.org.springframework.web.servlet.DispatcherServlet=debug",
                "--backup.plans.laptop.source=" + source,
                "--backup.plans.laptop.destination=" + temporary.resolve("data/backups/laptop/latest"))) {
            run = JSON.readTree(server.post("/api/v1/plans/laptop/runs", "{}").body())
                    .path("id")
                    .asString();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> JSON.readTree(
                                    server.get("/api/v1/runs/" + run, true).body())
                            .has("endedAt"));
            assertThat(server.get("/api/v1/runs/" + run, true).body()).contains("\"state\":\"succeeded\"");
        }
        String marks = " plan=laptop run=" + run + " the run ";
        assertThat(console.getOut().lines().filter(line -> line.contains(marks)))
                .hasSize(2)
                .allMatch(line -> line.contains(" INFO  RunExecution plan="));
        assertThat(console.getOut().lines().filter(line -> line.contains("data directory: ")))
                .isNotEmpty()
                .noneMatch(line -> line.matches(".*(plan|run|request)=.*"));
        assertThat(console.getOut()).containsPattern(" DEBUG DispatcherServlet request=[0-9a-f-]{36} POST ");

        List<JsonNode> lines =
                Files.readAllLines(file).stream().map(JSON::readTree).toList();
        assertThat(lines.stream().filter(line -> line.path("run").asString("").equals(run)))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.path("plan").asString().equals("laptop"))
                .allMatch(line -> line.path("ecs").path("version").isString());
        assertThat(lines.stream().filter(line -> line.has("request"))).isNotEmpty();
    }
}
