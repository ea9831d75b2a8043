package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Within 12 seconds of a cancel nothing of the run runs any more. */
class CancelIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void endsALongTransfer(DestinationKind kind) {
        var source = slowSource();
        try (var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = directory.resolve("away/latest");
            server.plan("slow", slow(source, reached.yaml(latest))).start();
            reached.prepare(server.api(), "slow");
            var id = server.api().start("slow");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Destinations.processesOn(latest.getParent()))
                            .isNotEmpty());
            cancelAndExpectSilence(server, id, latest.getParent());

            assertThat(reached.snapshots(server.api(), "slow", latest)).isEmpty();
            assertThat(server.api()
                            .post("/api/v1/runs/" + id + "/cancel", "")
                            .expect(409)
                            .json()
                            .path("type")
                            .asString())
                    .endsWith("/problems/run-not-active");
            Shell.run("rm \"$1/big\"", source);
            assertThat(server.api().runToEnd("slow").path("state").asString()).isEqualTo("succeeded");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DestinationKind.class,
            names = {"LOCAL", "SSH"})
    void endsWhileTheSnapshotIsMade(DestinationKind kind) {
        Needs.programs("rsync");
        var source = directory.resolve("source");
        SampleTrees.create(source);
        Shell.run("cd \"$1\"; mkdir d{1..60}; for d in d*; do (cd $d; seq 1000 | xargs touch); done", source);
        try (var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = directory.resolve("away/latest");
            server.plan("many", "source: \"" + source + "\"\n" + reached.yaml(latest))
                    .start();
            reached.prepare(server.api(), "many");
            var id = server.api().start("many");
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !Destinations.incomplete(latest.getParent()).isEmpty());
            cancelAndExpectSilence(server, id, latest.getParent().resolve(".rsync-backup"));

            assertThat(Destinations.snapshotDirectories(latest.getParent())).isEmpty();
            assertThat(Destinations.incomplete(latest.getParent())).isEmpty();
            assertThat(server.api().snapshots("many")).isEmpty();
            var next = server.api().runToEnd("many");
            assertThat(next.path("state").asString()).as(next.toPrettyString()).isEqualTo("succeeded");
        }
    }

    @Test
    void endsOneThatIsQueued() {
        var source = slowSource();
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = server.data().resolve("backups/latest");
            server.setting("max-concurrent-runs: 1")
                    .plan("slow", slow(source, "destination: \"" + latest + "\""))
                    .plan("behind", source, server.data().resolve("behind/latest"))
                    .start();
            var first = server.api().start("slow");
            await().until(() -> server.api().run(first).path("state").asString().equals("running"));
            var queued = server.api().start("behind");
            assertThat(server.api().run(queued).path("state").asString()).isEqualTo("queued");
            server.api().post("/api/v1/runs/" + queued + "/cancel", "").expect(202);
            assertThat(server.api().awaitEnd(queued).path("state").asString()).isEqualTo("cancelled");
            assertThat(server.api().run(queued).path("startedAt").isMissingNode())
                    .isTrue();
            assertThat(server.api().run(first).path("state").asString()).isEqualTo("running");
            cancelAndExpectSilence(server, first, latest);
        }
    }

    private void cancelAndExpectSilence(BackupServerProcess server, String id, Path written) {
        server.api().post("/api/v1/runs/" + id + "/cancel", "").expect(202);
        await().atMost(Duration.ofSeconds(12)).untilAsserted(() -> {
            assertThat(server.api().run(id).path("state").asString()).isEqualTo("cancelled");
            assertThat(Destinations.processesOn(written)).isEmpty();
        });
        var run = server.api().run(id);
        assertThat(run.path("reason").asString()).isEqualTo("cancelled");
        assertThat(run.path("cancelledBy").asString()).isNotEmpty();
    }

    private Path slowSource() {
        Needs.programs("rsync");
        var source = directory.resolve("source");
        SampleTrees.files(source, 50, new Random(1));
        Shell.run("head -c 60M /dev/urandom >\"$1/big\"", source);
        return source;
    }

    private static String slow(Path source, String destination) {
        return "source: \"" + source + "\"\n" + destination + "\nbandwidth-limit: 500KB";
    }
}
