package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three server processes on one PostgreSQL and the same disks, killed at random while people start runs on all of them and
 * schedules fire: each accepted run ends once, none is carried out twice, no two write to one destination at once.
 */
class SeveralServersIT {
    private static final int PLANS = 6;

    /** Those that people start; the others have a schedule. */
    private static final int ASKED = 4;

    private static final String ENDED = "state not in ('queued', 'running')";

    @TempDir
    Path directory;

    private final ClusterDatabase database = new ClusterDatabase();
    private final List<BackupServerProcess> servers = new ArrayList<>();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void loseNoRunAndRunNoneTwiceHoweverTheyAreKilled() throws Exception {
        Needs.programs("rsync");
        var source = directory.resolve("source");
        SampleTrees.files(source, 60, random);
        Shell.run("head -c 3M /dev/urandom >\"$1/big\"", source);
        try {
            startThree(source);
            lookAtOneAnother();
            List<String> plans =
                    IntStream.range(0, ASKED).mapToObj(i -> "plan-" + i).toList();
            try (var load = new ClusterLoad(servers, plans, 6, seed);
                    var toucher = new Toucher(source.resolve("big"))) {
                assertThat(toucher.isAlive()).isTrue();
                for (int round = 0; round < Needs.scaled(1, 60); round++) {
                    pause(random.nextInt(500, 4000));
                    var victim = servers.get(random.nextInt(servers.size()));
                    victim.kill();
                    victim.start();
                }
                leaveOneDead();
                load.stop();
                assertThat(load.surprises).as("seed " + seed).isEmpty();
                awaitAllEnds();
                assertThat(load.accepted).hasSizeGreaterThan(ASKED);
                assertThat(database.rows("select id from run")).containsAll(load.accepted);
            }
            eachRunWasCarriedOutOnce();
            noTwoWroteToOneDestination();
            interruptedOnesCameAgainWhereTheyShould();
            schedulesFiredOncePerSlot();
            snapshotsAreWhole(source);
        } finally {
            servers.forEach(BackupServerProcess::close);
        }
    }

    private void startThree(Path source) throws IOException {
        var begun = directory.resolve("begun");
        Files.createFile(begun);
        for (String name : List.of("one", "two", "three")) {
            var server = database.server(new BackupServerProcess(directory.resolve(name)))
                    .setting("max-concurrent-runs: 3")
                    .setting("allowed-sources: [\"" + source + "\"]")
                    .setting("allowed-destinations: [\"" + directory.resolve("backups") + "\"]")
                    .setting("node: { labels: [" + name + "] }");
            for (int i = 0; i < PLANS; i++) {
                server.plan("plan-" + i, plan(source, i) + """

                        hooks:
                          before: { command: [/bin/sh, -c, 'echo "$RSYNC_BACKUP_RUN" >>%s'] }
                        """.formatted(begun));
            }
            servers.add(server);
        }
        servers.getFirst().start();
        for (int i = 0; i < PLANS; i++) {
            servers.getFirst()
                    .api()
                    .post("/api/v1/plans/plan-" + i + "/adopt", "{\"initialise\": true}")
                    .expect(200);
        }
        servers.stream().skip(1).parallel().forEach(BackupServerProcess::start);
        for (var server : servers.subList(1, 3)) {
            // the one that was made for the first of them is valid on all
            Files.copy(
                    servers.getFirst().data().resolve("admin.token"),
                    server.data().resolve("admin.token"));
        }
    }

    /** Half of them again after their server died, two by a schedule, each slow enough to be met. */
    private String plan(Path source, int i) {
        return "source: \"" + source + "\"\ndestination: \"" + directory.resolve("backups/" + i + "/latest")
                + "\"\nbandwidth-limit: 2MB\nrerun-interrupted: " + (i % 2 == 0)
                + (i >= ASKED ? "\nschedule: \"* * * * *\"" : "");
    }

    /** What one of them is told over the API the others know soon, with its meters; what none can run says so. */
    private void lookAtOneAnother() {
        var body = "{\"source\": \"" + directory.resolve("source") + "\", \"destination\": \""
                + directory.resolve("backups/made/latest") + "\", \"nodeLabel\": \"tape\"}";
        var first = servers.getFirst().api();
        var other = servers.getLast().api();
        first.put("/api/v1/plans/made", body).expect(201);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                other.get("/actuator/prometheus").expect(200).text())
                        .contains("backup_runs_total{outcome=\"failed\",plan=\"made\"}")
                        .contains("backup_overdue{plan=\"made\"}")
                        .contains("backup_schedule_skipped_total{plan=\"made\"}"));
        assertThat(other.get("/api/v1/plans/made")
                        .json()
                        .path("status")
                        .path("waitingFor")
                        .asString())
                .contains("label tape");
        assertThat(other.get("/api/v1/status").json().path("ok").asBoolean()).isFalse();
        assertThat(other.get("/actuator/health/backups").text()).contains("label tape");
        first.delete("/api/v1/plans/made").expect(204);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                other.get("/actuator/prometheus").expect(200).text())
                        .doesNotContain("backup_overdue{plan=\"made\"}"));
        assertThat(other.get("/api/v1/status").json().has("configurationDiffers"))
                .isFalse();
    }

    /** Its runs are ended by the others, within 30 seconds, though it never comes back. */
    private void leaveOneDead() {
        var victim = servers.get(1);
        var node = victim.log().isEmpty() ? "" : nodeOf(victim);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> database.number("select count(*) from run_step join run on run.id = run_step.run"
                                + " where run.state = 'running' and run_step.state = 'running' and node = '" + node
                                + "'")
                        > 0);
        victim.kill();
        var left = database.rows("select id from run where state = 'running' and node = '" + node + "'");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        database.number("select count(*) from run where state = 'running' and node = '" + node + "'")
                                == 0);
        for (var run : left) {
            var found = database.rows("select state, reason, plan from run where id = '" + run + "'")
                    .getFirst()
                    .split(" ");
            if (found[0].equals("interrupted")) {
                assertThat(found[1]).isEqualTo("server-died");
            }
        }
        // elsewhere, since it is dead
        assertThat(database.rows(
                        "select again.node from run again join run died on again.rerun_of = died.id where died.node = '"
                                + node + "' and again.node = '" + node + "' and died.id in ('"
                                + String.join("', '", left) + "')"))
                .isEmpty();
        victim.start();
    }

    private static String nodeOf(BackupServerProcess server) {
        try {
            return Files.readString(server.data().resolve("node-id")).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void awaitAllEnds() {
        for (int i = ASKED; i < PLANS; i++) {
            servers.getFirst()
                    .api()
                    .post("/api/v1/plans/plan-" + i + "/pause", "")
                    .expect(200);
        }
        await("every run ends, seed " + seed)
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(
                                database.rows("select id, plan, state, waiting_for from run where not (" + ENDED + ")"))
                        .isEmpty());
    }

    private void eachRunWasCarriedOutOnce() throws IOException {
        var context = "seed " + seed;
        assertThat(database.rows(
                        "select run, count(*) from run_event where type = 'ended' group by run having count(*) > 1"))
                .as(context)
                .isEmpty();
        assertThat(database.rows(
                        "select id from run where not exists (select 1 from run_event where run_event.run = run.id"
                                + " and type = 'ended')"))
                .as(context)
                .isEmpty();
        assertThat(database.rows(
                        "select state, reason, message from run where state not in ('succeeded', 'interrupted')"))
                .as(context)
                .isEmpty();
        assertThat(database.rows("select state from run_step where state in ('queued', 'running')"))
                .as(context)
                .isEmpty();
        // written by the run itself, wherever it was carried out
        assertThat(Files.readAllLines(directory.resolve("begun")))
                .as(context)
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(database.number("select count(distinct node) from run")).isEqualTo(3);
    }

    private void noTwoWroteToOneDestination() {
        assertThat(database.rows("select a.run, b.run from run_step a join run ra on ra.id = a.run"
                        + " join run rb on rb.destination_key = ra.destination_key and rb.id > ra.id"
                        + " join run_step b on b.run = rb.id"
                        + " where a.started_at < b.ended_at and b.started_at < a.ended_at"))
                .as("steps of two runs at once on one destination, seed " + seed)
                .isEmpty();
    }

    private void interruptedOnesCameAgainWhereTheyShould() {
        var died = " from run died where reason = 'server-died' and triggered_by <> 'rerun' and rerun_interrupted = ";
        var again = "(select count(*) from run again where again.rerun_of = died.id)";
        assertThat(database.number("select count(*) from run where reason = 'server-died'"))
                .isPositive();
        assertThat(database.rows("select id, plan" + died + "1 and " + again + " <> 1"))
                .as("not started again, seed " + seed)
                .isEmpty();
        assertThat(database.rows("select id, plan" + died + "0 and " + again + " <> 0"))
                .as("started again, seed " + seed)
                .isEmpty();
    }

    private void schedulesFiredOncePerSlot() {
        var slot = "plan, queued_at / 60000";
        assertThat(database.rows("select " + slot + " from run where triggered_by in ('schedule', 'catch-up')"
                        + " group by " + slot + " having count(*) > 1"))
                .as("twice in one minute, seed " + seed)
                .isEmpty();
        assertThat(database.number("select count(*) from run where triggered_by in ('schedule', 'catch-up')"))
                .as("nothing was due, seed " + seed)
                .isPositive();
    }

    private void snapshotsAreWhole(Path source) {
        var manifest = "cd \"$1\" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum";
        var wanted = Shell.run(manifest, source);
        for (int i = 0; i < PLANS; i++) {
            var latest = directory.resolve("backups/" + i + "/latest");
            var names = servers.getFirst().api().snapshots("plan-" + i);
            assertThat(names)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(Destinations.snapshotDirectories(latest.getParent()));
            for (var name : names) {
                assertThat(Shell.run(manifest, latest.resolveSibling(name)))
                        .as(name + " of plan-" + i + ", seed " + seed)
                        .isEqualTo(wanted);
            }
        }
    }

    private static void pause(int milliseconds) throws InterruptedException {
        Thread.sleep(milliseconds);
    }
}
