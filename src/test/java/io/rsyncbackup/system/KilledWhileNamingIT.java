package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL when a run has taken a snapshot's name on a daemon and has not yet said that it makes one. */
class KilledWhileNamingIT {
    private static final String RUN = "{\"steps\": [\"backup\", \"snapshot\"]}";

    @TempDir
    Path directory;

    @Test
    void theNextRunRemovesTheName() throws Exception {
        Needs.root();
        var source = SampleTrees.create(directory.resolve("source"));
        Files.writeString(source.resolve("file"), "one");
        var disk = Files.createDirectory(directory.resolve("disk"));
        var parent = disk.resolve("laptop");
        // so slow that the kill comes between two of the server's connections
        try (var daemon = RsyncDaemon.start(
                        directory.resolve("daemon"),
                        RsyncModule.of("disk", disk).preTransfer("sleep 0.4"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan(
                            "laptop",
                            "source: \"" + source + "\"\ndestination: \"" + daemon.url("disk")
                                    + "/laptop/latest\"\nrerun-interrupted: false")
                    .start();
            server.api()
                    .post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}")
                    .expect(200);
            var killed = server.api().start("laptop", RUN);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !Destinations.incomplete(parent).isEmpty());
            server.kill();
            assertThat(parent.resolve(".rsync-backup/snapshots")).isEmptyDirectory();
            await().atMost(Duration.ofSeconds(20)).until(() -> daemon.connections() == 0);
            server.start();
            assertThat(server.api().awaitEnd(killed).path("state").asString()).isEqualTo("interrupted");

            assertThat(server.api().runToEnd("laptop", RUN).path("state").asString())
                    .isEqualTo("succeeded");
            assertThat(Destinations.incomplete(parent)).isEmpty();
        }
    }
}
