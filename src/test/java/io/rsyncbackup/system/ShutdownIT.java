package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is stopped in good order. */
class ShutdownIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void endsWhatRunsKeepsWhatIsQueuedAndGoesOnAfterwards(DestinationKind kind) {
        Needs.programs("rsync");
        var source = directory.resolve("source");
        SampleTrees.files(source, 50, new Random(1));
        Shell.run("head -c 60M /dev/urandom >\"$1/big\"", source);
        try (var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = directory.resolve("away/latest");
            var plan = "\n" + reached.yaml(latest) + "\nbandwidth-limit: 500KB\nrerun-interrupted: false";
            server.setting("max-concurrent-runs: 1")
                    .setting("shutdown: { wait: 1s }")
                    .plan("slow", "source: \"" + source + "\"" + plan)
                    .plan("behind", source.resolve("d0"), server.data().resolve("behind/latest"))
                    .start();
            reached.prepare(server.api(), "slow");
            var running = server.api().start("slow");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(Destinations.processesOn(latest)).isNotEmpty());
            var queued = server.api().start("behind");
            server.terminate();
            assertThat(Destinations.processesOn(latest)).isEmpty();

            server.start();
            var interrupted = server.api().awaitEnd(running);
            assertThat(interrupted.path("state").asString()).isEqualTo("interrupted");
            assertThat(interrupted.path("reason").asString()).isEqualTo("shutdown");
            assertThat(server.api().awaitEnd(queued).path("state").asString()).isEqualTo("succeeded");
        }
    }
}
