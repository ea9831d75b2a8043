package io.rsyncbackup.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.system.BackupServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's configuration, read by the server itself. */
class ChartIT {
    @Test
    void startsTheServerThatItConfigures(@TempDir Path directory) throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve("source")).resolve("letter"), "text");
        var rendered = Chart.render("""
                backup: { max-concurrent-runs: 3, zone: Europe/Vienna }
                configuration: { logging: { level: { io.rsyncbackup: debug } } }
                plans:
                  data:
                    source: "%1$s/source"
                    destination: "%1$s/backups/latest"
                    rotation: { daily: 7, monthly: always }
                """.formatted(directory));
        var configuration = Files.writeString(
                directory.resolve("rendered.yaml"),
                Chart.at(Chart.manifest(rendered, "ConfigMap"), "data", "application.yaml")
                        .toString());
        try (var server = new BackupServerProcess(directory.resolve("server"))
                .with("--spring.config.additional-location=file:" + configuration)
                .start()) {
            server.api()
                    .post("/api/v1/plans/data/adopt", "{\"initialise\": true}")
                    .expect(200);
            assertThat(server.api().runToEnd("data").path("state").asString()).isIn("succeeded", "partial");
            assertThat(server.log()).contains("DEBUG");
        }
    }
}
