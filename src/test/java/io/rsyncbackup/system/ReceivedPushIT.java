package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that push to a real rsync daemon, whose hooks tell a real server. */
@Timeout(300)
class ReceivedPushIT {
    @TempDir
    Path directory;

    private PushReceiver host;
    private Path client;

    @BeforeEach
    void setUp() {
        Needs.root();
        Needs.programs("rsync", "curl", "setfacl", "getfattr");
        host = new PushReceiver(directory.resolve("host"));
        client = directory.resolve("client");
        SampleTrees.everything(client);
    }

    @AfterEach
    void tearDown() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aRealPushMakesExactlyOneSnapshotAndNothingElseDoes() {
        host.push(client);
        var runs = host.endedRuns();
        assertThat(runs).hasSize(1);
        var run = runs.getFirst();
        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("succeeded");
        assertThat(run.path("trigger").asString()).isEqualTo("hook");
        assertThat(run.path("requestedBy").asString()).isEqualTo("rsyncd");
        assertThat(run.path("note").asString()).isEqualTo("pushed from 127.0.0.1");
        var name = host.snapshots().getFirst();
        assertThat(TreeRecord.of(client).differences(TreeRecord.of(host.snapshot(name))))
                .isEmpty();

        assertThat(host.rsync("--list-only", host.url()).exitCode()).isNotZero();
        assertThat(host.rsync("-r", host.url()).exitCode()).isNotZero();
        assertThat(host.rsync("-a", host.url(), directory.resolve("pulled")).exitCode())
                .isNotZero();
        assertThat(host.rsync("-an", "--delete", client + "/", host.url()).exitCode())
                .isZero();
        assertThat(host.rsync("-a", "-M--dry-run", client + "/", host.url()).exitCode())
                .isZero();
        assertThat(host.rsync("-a", "--password-file=/dev/null", client + "/", host.url())
                        .exitCode())
                .isNotZero();
        assertThat(host.endedRuns()).hasSize(1);
        assertThat(host.snapshots()).containsExactly(name);

        Shell.run("echo changed >> \"$1/docs/one\"", client);
        host.push(client);
        assertThat(host.endedRuns()).hasSize(2);
        assertThat(host.snapshots()).hasSize(2);
    }

    @Test
    void aClientThatDiesMakesNoSnapshotAndTheNextPushDoes() throws Exception {
        Shell.run("head -c 20M /dev/urandom > \"$1/big\"", client);
        for (var signal : new String[] {"KILL", "INT"}) {
            var script = "rsync -a --bwlimit=2M --password-file=\"$1\" \"$2/\" \"$3\" & pid=$!; "
                    + "for i in $(seq 300); do [ \"$(du -s \"$4\" | cut -f1)\" -gt 1000 ] && break; sleep 0.1; done; "
                    + "kill -" + signal + " $pid; wait $pid";
            assertThat(Shell.attempt(script, host.passwordFile(), client, host.url(), host.latest())
                            .exitCode())
                    .isNotZero();
            assertThat(host.endedRuns()).isEmpty();
        }
        host.push(client);
        assertThat(host.endedRuns()).hasSize(1);
        var name = host.snapshots().getFirst();
        assertThat(TreeRecord.of(client).differences(TreeRecord.of(host.snapshot(name))))
                .isEmpty();
    }

    @Test
    void aPushWithoutSomeFilesMakesAPartialSnapshot() throws Exception {
        Needs.programs("setpriv");
        var readable = Shell.run("mktemp -d");
        try {
            Shell.run(
                    "cp -r \"$1/docs\" \"$2/\"; touch \"$2/unreadable\"; chmod 000 \"$2/unreadable\"; chmod 755 \"$2\"; chmod -R a+rX \"$2/docs\";"
                            + " cp \"$3\" \"$2/password\"; chown 65534 \"$2/password\"; chmod 600 \"$2/password\"",
                    client,
                    readable,
                    host.passwordFile());
            var result = Shell.attempt(
                    "setpriv --reuid=65534 --clear-groups rsync -a --password-file=\"$1/password\" \"$1/\" \"$2\"",
                    readable,
                    host.url());
            assertThat(result.exitCode()).as(result.error()).isEqualTo(23);
        } finally {
            Shell.run("rm -rf \"$1\"", readable);
        }
        var runs = host.endedRuns();
        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst().path("state").asString())
                .as(runs.getFirst().toPrettyString())
                .isEqualTo("partial");
        var snapshot = host.server
                .api()
                .get("/api/v1/plans/laptop/snapshots/" + host.snapshots().getFirst())
                .expect(200)
                .json();
        assertThat(snapshot.path("partial").asBoolean()).isTrue();
    }

    @Test
    void aPushDuringTheSnapshotIsRefusedAndTheClientSeesWhy() {
        SampleTrees.files(client, 5_000, new java.util.Random(1));
        host.push(client);
        var running = await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .until(this::stoppedSnapshot, found -> !found.isEmpty());
        try {
            var run = host.runs().getFirst();
            assertThat(run.path("state").asString()).isEqualTo("running");
            var refused = host.rsync("-a", client + "/", host.url());
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.error())
                    .contains("a snapshot of plan laptop is being taken (run "
                            + run.path("id").asString() + ")");
            assertThat(host.rsync("-an", client + "/", host.url()).exitCode()).isZero();
        } finally {
            Shell.run("kill -CONT " + running);
        }
        var runs = host.endedRuns();
        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst().path("state").asString()).isEqualTo("succeeded");
        host.push(client);
        assertThat(host.endedRuns()).hasSize(2);
    }

    @Test
    void aSnapshotWaitsForAPushThatIsUnderWay() throws Exception {
        host.push(client);
        host.endedRuns();
        Shell.run("head -c 20M /dev/urandom > \"$1/big\"", client);
        var push = slowPush();
        var asked = host.server.api().start("laptop", "{\"steps\": [\"snapshot\"]}");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                host.server.api().run(asked).path("waitingFor").asString(""))
                        .isEqualTo("a push from 127.0.0.1 that is under way"));
        assertThat(push.waitFor()).isZero();
        host.server.api().awaitEnd(asked);
        host.endedRuns();
        assertThat(host.snapshots()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(name -> {
            if (!name.equals(host.snapshots().getLast())) {
                assertThat(host.snapshot(name).resolve("big")).hasSameBinaryContentAs(client.resolve("big"));
            }
        });
    }

    @Test
    void aPushWhileTheServerIsDownIsSnapshottedWhenItIsBack() {
        host.push(client);
        host.endedRuns();
        host.server.kill();
        Shell.run("echo changed > \"$1/docs/one\"", client);
        host.push(client);
        await().atMost(Duration.ofSeconds(30)).until(() -> host.daemon.connections() == 0);
        host.startServer();
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(host.runs()).hasSize(2));
        var run = host.server.api().awaitEnd(host.runs().getFirst().path("id").asString());
        assertThat(run.path("state").asString()).isEqualTo("succeeded");
        assertThat(host.snapshot(host.snapshots().getFirst()).resolve("docs/one"))
                .hasContent("changed\n");
    }

    @Test
    void aServerThatRestartsDuringAPushTakesItsSnapshot() throws Exception {
        Shell.run("head -c 20M /dev/urandom > \"$1/big\"", client);
        var push = slowPush();
        Shell.run("kill -STOP \"$1\"", push.pid());
        host.server.kill();
        host.startServer();
        Shell.run("kill -CONT \"$1\"", push.pid());
        assertThat(push.waitFor()).isZero();
        assertThat(host.endedRuns()).hasSize(1);
        assertThat(host.snapshot(host.snapshots().getFirst()).resolve("big"))
                .hasSameBinaryContentAs(client.resolve("big"));
    }

    /** Under way for some seconds from now on. */
    private Process slowPush() throws Exception {
        var push = new ProcessBuilder(
                        "rsync",
                        "-a",
                        "--bwlimit=2M",
                        "--password-file=" + host.passwordFile(),
                        client + "/",
                        host.url())
                .inheritIO()
                .start();
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> Shell.run("find \"$1\" -name '.big.*' -size +100k", host.latest()),
                        found -> !found.isEmpty());
        return push;
    }

    /** The process that copies latest, held; empty when there is none yet. */
    private String stoppedSnapshot() {
        return Shell.run("pid=$(pgrep -f \"^rsync .*/host/mnt/laptop/.rsync-backup/incomplete/\" | head -n 1) || true;"
                + " if [ -n \"$pid\" ]; then kill -STOP $pid; echo $pid; fi");
    }
}
