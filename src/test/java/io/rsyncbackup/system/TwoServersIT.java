package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that know nothing of each other write to one destination. */
class TwoServersIT {
    @TempDir
    Path directory;

    @Test
    void theSecondWaitsForTheFirst() {
        var source = source();
        try (var first = new BackupServerProcess(directory.resolve("one"));
                var second = new BackupServerProcess(directory.resolve("two"))) {
            var latest = prepare(source, first, second);
            var slow = first.api().start("shared");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(Destinations.processesOn(latest)).isNotEmpty());
            var waiting = second.api().start("shared");
            var ended = second.api().awaitEnd(waiting);
            if (ended.path("state").asString().equals("succeeded")) {
                var endOfFirst =
                        Instant.parse(first.api().awaitEnd(slow).path("endedAt").asString());
                var backup = ended.path("steps").path(0);
                assertThat(Instant.parse(backup.path("endedAt").asString())).isAfter(endOfFirst);
            } else {
                assertThat(ended.path("state").asString())
                        .as(ended.toPrettyString())
                        .isEqualTo("failed");
                assertThat(ended.path("message").asString()).isNotEmpty();
            }
            assertThat(first.api().awaitEnd(slow).path("state").asString()).isEqualTo("succeeded");
            assertWhole(second, source, latest);
        }
    }

    @Test
    void theSecondDoesNotInterleaveWithWhatAKilledOneLeft() {
        var source = source();
        try (var first = new BackupServerProcess(directory.resolve("one"));
                var second = new BackupServerProcess(directory.resolve("two"))) {
            var latest = prepare(source, first, second);
            first.api().start("shared");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(Destinations.processesOn(latest)).isNotEmpty());
            first.kill();
            var run = second.api().runToEnd("shared");
            if (run.path("state").asString().equals("succeeded")) {
                assertThat(Destinations.processesOn(latest)).isEmpty();
            }
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(
                            () -> assertThat(Destinations.processesOn(latest)).isEmpty());
            assertThat(second.api().runToEnd("shared").path("state").asString()).isEqualTo("succeeded");
            assertWhole(second, source, latest);
        }
    }

    private void assertWhole(BackupServerProcess server, Path source, Path latest) {
        var wanted = TreeRecord.of(source);
        var snapshots = server.api().snapshots("shared");
        assertThat(snapshots).isNotEmpty();
        snapshots.forEach(name -> assertThat(wanted.differences(TreeRecord.of(latest.resolveSibling(name))))
                .as(name)
                .isEmpty());
    }

    private Path prepare(Path source, BackupServerProcess first, BackupServerProcess second) {
        var latest = directory.resolve("shared/latest");
        var plan = "source: \"" + source + "\"\ndestination: \"" + latest + "\"\nbandwidth-limit: 4MB";
        first.plan("shared", plan).start();
        first.api().post("/api/v1/plans/shared/adopt", "{\"initialise\": true}").expect(200);
        second.plan("shared", plan).start();
        second.api().post("/api/v1/plans/shared/adopt", "").expect(200);
        return latest;
    }

    private Path source() {
        Needs.programs("rsync", "getfattr");
        var source = directory.resolve("source");
        SampleTrees.files(source, 100, new Random(1));
        Shell.run("head -c 30M /dev/urandom >\"$1/big\"", source);
        return source;
    }
}
