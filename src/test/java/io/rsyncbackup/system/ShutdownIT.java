package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
                    .untilAsserted(() -> assertThat(Destinations.processesOn(latest.getParent()))
                            .isNotEmpty());
            var queued = server.api().start("behind");
            server.terminate();
            assertThat(Destinations.processesOn(latest.getParent())).isEmpty();

            server.start();
            var interrupted = server.api().awaitEnd(running);
            assertThat(interrupted.path("state").asString()).isEqualTo("interrupted");
            assertThat(interrupted.path("reason").asString()).isEqualTo("shutdown");
            assertThat(server.api().awaitEnd(queued).path("state").asString()).isEqualTo("succeeded");
        }
    }

    /** What the server asks there is not answered any more, though the connection lives. */
    @Test
    void endsInTimeThoughADiskOfAnotherHostHangs() {
        Needs.programs("rsync", "ssh", "sshd");
        var source = directory.resolve("source");
        SampleTrees.create(source);
        Shell.run("head -c 60M /dev/urandom >\"$1/big\"", source);
        var parent = directory.resolve("away");
        List<ProcessHandle> hanging = List.of();
        try (var sshd = SshServer.start(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            server.setting("shutdown: { wait: 1s }")
                    .plan(
                            "slow",
                            "source: \"" + source + "\"\ndestination: \"" + sshd.user() + "@127.0.0.1:" + parent
                                    + "/latest\"\nssh:\n  port: " + sshd.port() + "\n  identity-file: "
                                    + sshd.identityFile() + "\n  known-hosts-file: " + sshd.knownHostsFile()
                                    + "\nbandwidth-limit: 500KB\nrerun-interrupted: false")
                    .start();
            server.api()
                    .post("/api/v1/plans/slow/adopt", "{\"initialise\": true}")
                    .expect(200);
            var running = server.api().start("slow");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(Destinations.processesOn(parent)).isNotEmpty());
            hanging = ProcessHandle.of(sshd.pid())
                    .orElseThrow()
                    .descendants()
                    .filter(process -> process.info().commandLine().orElse("").endsWith("sh -s"))
                    .toList();
            assertThat(hanging).isNotEmpty();
            hanging.forEach(process -> Shell.run("kill -STOP $1", process.pid()));
            long began = System.nanoTime();
            server.terminate();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            hanging.forEach(ProcessHandle::destroyForcibly);

            server.start();
            assertThat(server.api().run(running).path("reason").asString()).isEqualTo("shutdown");
        } finally {
            hanging.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
