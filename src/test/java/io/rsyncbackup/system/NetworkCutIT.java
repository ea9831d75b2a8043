package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.network.AnotherHost;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The cable is pulled out in the middle of a transfer; it comes back, or stays away. */
class NetworkCutIT {
    private static final String PLAN =
            "\nbandwidth-limit: 1MB\nio-timeout: 12s\nretry: { attempts: 3, pause: 2s }\nrerun-interrupted: false\n";

    @TempDir
    Path directory;

    private AnotherHost host;
    private BackupServerProcess server;
    private Path source;
    private Path latest;

    @BeforeEach
    void connect() {
        Needs.programs("rsync", "getfattr", "ip");
        source = directory.resolve("source");
        SampleTrees.files(source, 100, new Random(1));
        host = AnotherHost.start();
        server = new BackupServerProcess(directory.resolve("server"));
        latest = directory.resolve("backups/latest");
    }

    @AfterEach
    void end() {
        server.close();
        host.close();
    }

    @Test
    void pushesToAnotherHost() {
        try (var sshd = sshd()) {
            server.plan("cut", "source: " + source + "\ndestination: root@" + host.address() + ":" + latest + ssh(sshd))
                    .start();
            survivesACut();
            await("the host lets go of the lock").atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                assertThat(Destinations.processesOn(latest.getParent())).isEmpty();
                assertThat(locked()).isFalse();
            });
            goesOn();
        }
    }

    @Test
    void pullsFromAnotherHost() {
        try (var sshd = sshd()) {
            server.plan("cut", "source: root@" + host.address() + ":" + source + "\ndestination: " + latest + ssh(sshd))
                    .start();
            survivesACut();
            goesOn();
        }
    }

    @Test
    void pullsFromADaemonOfAnotherHost() {
        try (var daemon = RsyncDaemon.start(host, directory.resolve("rsyncd"), RsyncModule.of("all", source))) {
            server.plan("cut", "source: " + daemon.url("all") + "/\ndestination: " + latest + PLAN)
                    .start();
            survivesACut();
            goesOn();
        }
    }

    private void survivesACut() {
        server.api().post("/api/v1/plans/cut/adopt", "{\"initialise\": true}").expect(200);
        var healed = cutInTheMiddle();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> server.api().runLog(healed).contains("attempt 1 failed"));
        host.heal();
        var run = server.api().awaitEnd(healed);
        assertState(run, "succeeded");
        assertThat(attempts(run)).as(run.toPrettyString()).isGreaterThan(1);
        Path first = latest.resolveSibling(run.path("snapshot").asString());
        var record = TreeRecord.of(first);
        assertThat(TreeRecord.of(source).differences(record)).isEmpty();

        var lost = server.api().awaitEnd(cutInTheMiddle());
        assertState(lost, "failed");
        assertThat(lost.path("reason").asString()).as(lost.toPrettyString()).isEqualTo("network");
        assertThat(lost.path("message").asString()).contains("is the network there");
        assertThat(attempts(lost)).as(lost.toPrettyString()).isEqualTo(3);
        assertThat(Destinations.snapshotDirectories(latest.getParent()))
                .containsExactly(first.getFileName().toString());
        assertThat(Destinations.incomplete(latest.getParent())).isEmpty();
        assertThat(record.differences(TreeRecord.of(first))).isEmpty();
        host.heal();
    }

    private void goesOn() {
        var run = server.api().runToEnd("cut");
        assertState(run, "succeeded");
        assertThat(TreeRecord.of(source)
                        .differences(TreeRecord.of(
                                latest.resolveSibling(run.path("snapshot").asString()))))
                .isEmpty();
        assertThat(server.api().snapshots("cut")).hasSize(2);
    }

    /** Starts a run of some seconds and cuts the network as soon as some of it has come over. */
    private String cutInTheMiddle() {
        Shell.run("head -c 6M /dev/urandom >\"$1/big\"", source);
        var id = server.api().start("cut");
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !Shell.run("find \"$1\" -name '.big.*' -size +200k 2>/dev/null || true", latest)
                        .isEmpty());
        host.cut();
        return id;
    }

    private boolean locked() {
        return Shell.attempt("flock --exclusive --nonblock \"$1/.rsync-backup/lock\" true", latest.getParent())
                        .exitCode()
                != 0;
    }

    private SshServer sshd() {
        return SshServer.start(host, directory.resolve("sshd"), "ClientAliveInterval 2", "ClientAliveCountMax 3");
    }

    private static String ssh(SshServer sshd) {
        return "\nssh:\n  port: " + sshd.port() + "\n  identity-file: " + sshd.identityFile() + "\n  known-hosts-file: "
                + sshd.knownHostsFile() + PLAN;
    }

    private static int attempts(JsonNode run) {
        return run.path("steps")
                .valueStream()
                .filter(step -> step.path("name").asString().equals("backup"))
                .mapToInt(step -> step.path("attempts").asInt())
                .sum();
    }

    private void assertState(JsonNode run, String state) {
        assertThat(run.path("state").asString())
                .as(run.toPrettyString() + server.api().runLog(run.path("id").asString()))
                .isEqualTo(state);
    }
}
