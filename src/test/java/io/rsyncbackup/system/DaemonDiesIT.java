package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The daemon that keeps a destination, or a connection to it, dies under a run. */
class DaemonDiesIT {
    private static final String NO_ROTATION = "{\"steps\": [\"backup\", \"snapshot\"]}";

    @TempDir
    Path directory;

    private Path source;
    private Path parent;
    private RsyncDaemon daemon;

    @BeforeEach
    void startDaemon() throws Exception {
        Needs.root();
        Needs.programs("rsync", "getfattr", "setfacl");
        source = directory.resolve("source");
        var disk = Files.createDirectory(directory.resolve("disk"));
        parent = disk.resolve("laptop");
        daemon = RsyncDaemon.start(
                directory.resolve("daemon"), RsyncModule.of("disk", disk).authUsers("me"));
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    @Test
    void neverListsAHalfSnapshotWhateverDies() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        SampleTrees.everything(source);
        SampleTrees.files(source, Needs.scaled(600, 3_000), random);
        var sources = new HashMap<String, TreeRecord>();
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("laptop", plan("rerun-interrupted: false\nretry: {attempts: 1}"))
                    .start();
            server.api()
                    .post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}")
                    .expect(200);
            for (int round = 0; round < Needs.scaled(4, 30); round++) {
                var context = "round " + round + ", seed " + seed;
                Shell.run(
                        "cd \"$1\"; printf '%s' $2 >round; find d* -type f | shuf -n 200 | xargs chmod 06$((4 + $2 % 4))0",
                        source, round);
                var id = server.api().start("laptop", NO_ROTATION);
                sources.put(id, TreeRecord.of(source));
                pause(random.nextInt(3000));
                switch (round % 2) {
                    case 0 -> daemon.breakConnections();
                    default -> {
                        daemon.stop();
                        pause(random.nextInt(500));
                        daemon.start();
                    }
                }
                await(context)
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> Api.ended(server.api().run(id)));
                await(context)
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> Destinations.processesOn(source).isEmpty());
                assertEachIsWhole(server.api(), sources, context);

                var next = server.api().start("laptop", NO_ROTATION);
                sources.put(next, TreeRecord.of(source));
                succeeded(server.api(), server.api().awaitEnd(next));
                assertEachIsWhole(server.api(), sources, context);
                // what was begun in vain has gone
                assertThat(Destinations.snapshotDirectories(parent))
                        .as(context)
                        .containsExactlyInAnyOrderElementsOf(server.api().snapshots("laptop"));
            }
        }
    }

    @Test
    void aRetryGoesIntoADirectoryOfItsOwn() {
        Shell.run(
                "mkdir -p \"$1\"; cd \"$1\"; for i in 1 2 3 4 5 6; do head -c 3000000 /dev/urandom >f$i; done", source);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("laptop", plan("bandwidth-limit: 5MB\nretry: {attempts: 3, pause: 1s}"))
                    .start();
            var api = server.api();
            api.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}").expect(200);
            var id = api.start("laptop", NO_ROTATION);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !Destinations.snapshotDirectories(parent).isEmpty()
                            && Shell.run("find \"$1\" -name 'f[1-6]' | wc -l", parent)
                                            .compareTo("1")
                                    > 0);
            var begun = Destinations.snapshotDirectories(parent).getFirst();
            daemon.breakConnections();
            var run = succeeded(api, api.awaitEnd(id));
            assertThat(run.path("steps").path(0).path("attempts").asInt()).isEqualTo(2);
            assertThat(run.path("snapshot").asString()).isNotEqualTo(begun);
            assertThat(Destinations.snapshotDirectories(parent))
                    .containsExactly(run.path("snapshot").asString());
            assertThat(TreeRecord.of(source)
                            .differences(TreeRecord.of(
                                    parent.resolve(run.path("snapshot").asString()))))
                    .isEmpty();
            // what the first attempt had brought was not sent again
            assertThat(run.path("transfer").path("filesTransferred").asInt()).isLessThan(6);
        }
    }

    private void assertEachIsWhole(Api api, Map<String, TreeRecord> sources, String context) {
        api.snapshots("laptop");
        var listed =
                api.get("/api/v1/plans/laptop/snapshots?limit=500").expect(200).json();
        for (var snapshot : listed.path("items")) {
            var wanted = sources.get(snapshot.path("run").asString());
            var name = snapshot.path("name").asString();
            assertThat(wanted).as("the run of " + name + ", " + context).isNotNull();
            assertThat(wanted.differences(TreeRecord.of(parent.resolve(name))))
                    .as("snapshot " + name + ", " + context)
                    .isEmpty();
        }
    }

    private static JsonNode succeeded(Api api, JsonNode run) {
        assertThat(run.path("state").asString())
                .as(run.toPrettyString() + "\n" + api.runLog(run.path("id").asString()))
                .isEqualTo("succeeded");
        return run;
    }

    private String plan(String more) {
        return "source: \"" + source + "\"\ndestination: \"" + daemon.url("me", "disk")
                + "/laptop/latest\"\npassword-file: \"" + daemon.passwordFile() + "\"\n" + more;
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
