package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.network.AnotherHost;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The cable is pulled out in the middle of transfers; it comes back, or stays away. Every way to another host at once,
 * since each would wait as long by itself.
 */
class NetworkCutIT {
    private static final String CUT =
            "bandwidth-limit: 1MB\nio-timeout: 6s\nretry: { attempts: 5, pause: 1s }\nrerun-interrupted: false";
    private static final String PUSH_BY_SSH = "push-by-ssh";
    private static final List<String> WAYS =
            // the one that takes longest to begin is the first
            List.of(PUSH_BY_SSH, "pull-by-ssh", "push-through-tunnel", "push-to-daemon", "pull-from-daemon");

    @TempDir
    Path directory;

    private AnotherHost host;
    private SshServer sshd;
    private RsyncDaemon daemon;
    private BackupServerProcess server;
    private Path source;

    @BeforeEach
    void connect() {
        Needs.programs("rsync", "getfattr", "ip");
        source = directory.resolve("source");
        SampleTrees.files(source, 100, new Random(1));
        host = AnotherHost.start();
        sshd = SshServer.start(host, directory.resolve("sshd"), "ClientAliveInterval 1", "ClientAliveCountMax 3");
        daemon = RsyncDaemon.start(
                host,
                directory.resolve("rsyncd"),
                RsyncModule.of("all", Path.of("/")).set("timeout", "10"));
        server = new BackupServerProcess(directory.resolve("server"));
    }

    @AfterEach
    void end() {
        server.close();
        daemon.close();
        sshd.close();
        host.close();
    }

    @Test
    void transfersGoOnWhenItComesBackAndFailWhenItStaysAway() {
        String there = "root@" + host.address() + ":";
        server.setting("max-concurrent-runs: " + WAYS.size());
        plan(WAYS.get(0), source.toString(), there + latest(WAYS.get(0)), ssh());
        plan(WAYS.get(1), there + source, latest(WAYS.get(1)).toString(), ssh());
        plan(WAYS.get(4), daemon.url("all") + source + "/", latest(WAYS.get(4)).toString(), "");
        plan(WAYS.get(3), source.toString(), daemon.url("all") + latest(WAYS.get(3)), "");
        plan(
                WAYS.get(2),
                source.toString(),
                daemon.url("all") + latest(WAYS.get(2)),
                "tunnel: root@" + host.address() + ":" + sshd.port() + "\n" + account());
        server.start();
        WAYS.forEach(way -> server.api()
                .post("/api/v1/plans/" + way + "/adopt", "{\"initialise\": true}")
                .expect(200));

        var healed = cutInTheMiddle();
        healed.forEach((way, id) -> await(way)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> server.api().runLog(id).contains("attempt 1 failed")));
        host.heal();
        var first = new LinkedHashMap<String, TreeRecord>();
        healed.forEach((way, id) -> {
            var run = assertEnd(way, id, "succeeded");
            assertThat(attempts(run)).as(way + run.toPrettyString()).isGreaterThan(1);
            first.put(way, assertWhole(way, run));
        });

        var lost = cutInTheMiddle();
        lost.forEach((way, id) -> {
            var run = assertEnd(way, id, "failed");
            assertThat(run.path("reason").asString())
                    .as(way + run.toPrettyString())
                    .isEqualTo("network");
            assertThat(attempts(run)).as(way + run.toPrettyString()).isEqualTo(5);
        });
        host.heal();
        first.forEach((way, record) -> {
            assertThat(server.api().snapshots(way)).as(way).hasSize(1);
            var name = server.api().snapshots(way).getFirst();
            assertThat(record.differences(TreeRecord.of(latest(way).resolveSibling(name))))
                    .as(way)
                    .isEmpty();
        });
        await("the host lets go of the lock")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(Shell.attempt(
                                        "flock --exclusive --nonblock \"$1/.rsync-backup/lock\" true",
                                        latest(PUSH_BY_SSH).getParent())
                                .exitCode())
                        .isZero());
        Shell.run("rm \"$1/big\"", source);
        start().forEach((way, id) -> {
            assertWhole(way, assertEnd(way, id, "succeeded"));
            assertThat(server.api().snapshots(way)).as(way).hasSize(2);
        });
    }

    @Test
    void aHostThatDropsEveryPacketIsGivenUpSoon() {
        String nobody = host.blackHole();
        var once = "\nretry: { attempts: 1 }";
        server.plan("ssh", keys(source.toString(), "root@" + nobody + ":" + latest("ssh"), ssh() + once));
        server.plan("daemon", keys(source.toString(), "rsync://" + nobody + "/all" + latest("daemon"), once));
        server.start();
        var runs =
                Map.of("ssh", server.api().start("ssh"), "daemon", server.api().start("daemon"));
        runs.forEach((way, id) -> {
            var run = assertEnd(way, id, "failed");
            assertThat(run.path("reason").asString())
                    .as(way + run.toPrettyString())
                    .isEqualTo("network");
            // the limit for a connection, and what a loaded machine adds
            assertThat(run.path("durationSeconds").asDouble()).as(way).isBetween(10.0, 30.0);
        });
    }

    /** When some of a large file has come over by every way, and much is still to come. */
    private Map<String, String> cutInTheMiddle() {
        Shell.run("head -c 16M /dev/urandom >\"$1/big\"", source);
        var ids = new LinkedHashMap<String, String>();
        WAYS.forEach(way -> {
            var id = server.api().start(way);
            ids.put(way, id);
            await(way)
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Api.ended(server.api().run(id)) || transferring(way));
        });
        host.cut();
        return ids;
    }

    private boolean transferring(String way) {
        return !Shell.run(
                        "find \"$1\" -name '.big.*' -size +100k 2>/dev/null || true",
                        latest(way).getParent())
                .isEmpty();
    }

    private Map<String, String> start() {
        var ids = new LinkedHashMap<String, String>();
        WAYS.forEach(way -> ids.put(way, server.api().start(way)));
        return ids;
    }

    private void plan(String name, String source, String destination, String more) {
        server.plan(name, keys(source, destination, more) + "\n" + CUT);
    }

    private static String keys(String source, String destination, String more) {
        return "source: \"" + source + "\"\ndestination: \"" + destination + "\"\n" + more;
    }

    private String ssh() {
        return "ssh:\n  port: " + sshd.port() + "\n  identity-file: " + sshd.identityFile() + "\n  known-hosts-file: "
                + sshd.knownHostsFile();
    }

    private String account() {
        return "ssh:\n  identity-file: " + sshd.identityFile() + "\n  known-hosts-file: " + sshd.knownHostsFile();
    }

    private Path latest(String way) {
        return directory.resolve("backups").resolve(way).resolve("latest");
    }

    private JsonNode assertEnd(String way, String id, String state) {
        var run = server.api().awaitEnd(id);
        assertThat(run.path("state").asString())
                .as(way + "\n" + run.toPrettyString() + server.api().runLog(id))
                .isEqualTo(state);
        return run;
    }

    private TreeRecord assertWhole(String way, JsonNode run) {
        var record =
                TreeRecord.of(latest(way).resolveSibling(run.path("snapshot").asString()));
        assertThat(TreeRecord.of(source).differences(record)).as(way).isEmpty();
        return record;
    }

    private static int attempts(JsonNode run) {
        return run.path("steps")
                .valueStream()
                .filter(step -> step.path("name").asString().equals("backup"))
                .mapToInt(step -> step.path("attempts").asInt())
                .sum();
    }
}
