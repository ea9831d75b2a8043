package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * SIGKILL again and again on the same data: at a random moment of a run, and as soon as a step has begun, so that a fast
 * machine's runs are met too.
 */
class KillIT {
    private static final String RUN = "{\"steps\": [\"backup\", \"snapshot\"]}";

    @TempDir
    Path directory;

    /** What the source was, by the id of the run that read it. */
    private final Map<String, TreeRecord> sources = new HashMap<>();

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void neverListsAHalfSnapshotNorLosesARunNorStaysStuck(DestinationKind kind) {
        Needs.programs("rsync", "getfattr", "setfacl");
        long seed = System.nanoTime();
        var random = new Random(seed);
        var source = directory.resolve("source");
        SampleTrees.everything(source);
        SampleTrees.files(source, Needs.scaled(1_000, 5_000), random);
        try (var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = directory.resolve("away/loop/latest");
            var behind = directory.resolve("away/behind/latest");
            server.setting("max-concurrent-runs: 1")
                    .plan("loop", plan(source, reached.yaml(latest)))
                    .plan("behind", plan(source.resolve("docs"), reached.yaml(behind)))
                    .start();
            reached.prepare(server.api(), "loop");
            reached.prepare(server.api(), "behind");
            var first = server.api().runToEnd("loop", RUN);
            sources.put(first.path("id").asString(), TreeRecord.of(source));
            int milliseconds = milliseconds(first);
            int interrupted = 0;
            for (int round = 0; round < kind.rounds(Needs.scaled(10, 50)); round++) {
                var context = "round " + round + ", seed " + seed;
                Shell.run(
                        "cd \"$1\"; printf '%s' $2 >round; find d* -type f | shuf -n 300 | xargs chmod 06$((4 + $2 % 4))0;"
                                + " find d* -type f | shuf -n 100 | xargs touch",
                        source, round);
                var id = server.api().start("loop", RUN);
                sources.put(id, TreeRecord.of(source));
                var queued = random.nextBoolean() ? server.api().start("behind", RUN) : "";
                switch (round % 3) {
                    case 0 -> awaitStep(server, id, "backup");
                    case 1 -> awaitStep(server, id, "snapshot");
                    default -> pause(random.nextInt(milliseconds));
                }
                server.kill();
                server.start();

                var killed = awaitEnd(server, id, context);
                if (!killed.path("state").asString().equals("succeeded")) {
                    interrupted++;
                    assertThat(killed.path("state").asString()).as(context).isEqualTo("interrupted");
                    assertThat(killed.path("reason").asString()).as(context).isEqualTo("server-died");
                }
                if (!queued.isEmpty()) {
                    assertThat(awaitEnd(server, queued, context).path("state").asString())
                            .as(context)
                            .isIn("succeeded", "interrupted");
                }
                await().atMost(Duration.ofSeconds(15))
                        .pollInterval(Duration.ofMillis(20))
                        .untilAsserted(() -> assertThat(reached.writers(latest.getParent()))
                                .as(context)
                                .isEmpty());

                var next = server.api().start("loop", RUN);
                sources.put(next, TreeRecord.of(source));
                var after = awaitEnd(server, next, context);
                assertThat(after.path("state").asString())
                        .as(context + "\n" + after.toPrettyString()
                                + server.api().runLog(next))
                        .isEqualTo("succeeded");
                milliseconds = milliseconds(after);
                assertThat(Destinations.incomplete(latest.getParent()))
                        .as(context)
                        .isEmpty();
                assertEachIsWhole(server, reached, latest, context);
            }
            assertThat(interrupted).as("kills that met a run, seed " + seed).isPositive();
            for (var id : sources.keySet()) {
                assertThat(Api.ended(server.api().run(id)))
                        .as("run " + id + ", seed " + seed)
                        .isTrue();
            }
        }
    }

    private void assertEachIsWhole(
            BackupServerProcess server, DestinationKind.Reached reached, Path latest, String context) {
        var listed = server.api()
                .get("/api/v1/plans/loop/snapshots?limit=500")
                .expect(200)
                .json();
        assertThat(Api.names(listed))
                .as(context)
                .containsExactlyInAnyOrderElementsOf(Destinations.snapshotDirectories(latest.getParent()));
        for (var snapshot : listed.path("items")) {
            var wanted = sources.get(snapshot.path("run").asString());
            var name = snapshot.path("name").asString();
            assertThat(wanted).as("the run of " + name + ", " + context).isNotNull();
            assertThat(wanted.differences(TreeRecord.of(latest.resolveSibling(name))))
                    .as("snapshot " + name + ", " + context)
                    .isEmpty();
        }
        // Comparing all of them each time would take the square of the rounds.
        while (Api.names(listed).size() > 4) {
            var oldest = Api.names(listed).getLast();
            reached.delete(server.api(), "loop", oldest);
            listed = server.api()
                    .get("/api/v1/plans/loop/snapshots?limit=500")
                    .expect(200)
                    .json();
            assertThat(Api.names(listed)).as(context).doesNotContain(oldest);
        }
    }

    private static JsonNode awaitEnd(BackupServerProcess server, String id, String context) {
        await(context + ": run " + id + " ends")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Api.ended(server.api().run(id)));
        return server.api().run(id);
    }

    private static void awaitStep(BackupServerProcess server, String id, String name) {
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(5)).until(() -> {
            var run = server.api().run(id);
            var steps = run.path("steps").valueStream();
            return Api.ended(run)
                    || steps.anyMatch(step -> step.path("name").asString().equals(name)
                            && step.path("state").asString().equals("running"));
        });
    }

    private static int milliseconds(JsonNode run) {
        return Math.max(1, (int) (run.path("durationSeconds").asDouble() * 1000));
    }

    private static String plan(Path source, String destination) {
        return "source: \"" + source + "\"\n" + destination + "\nrerun-interrupted: false";
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
