package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Snapshots and rotation on a real rsync daemon, on whose host no command can be run. */
class DaemonDestinationIT {
    private static final String NO_ROTATION = "{\"steps\": [\"backup\", \"snapshot\"]}";
    private static final String NO_SCHEME = "rotation: {yearly: 1}\nkeep: newest\nretry: {attempts: 1}";

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
                directory.resolve("daemon"),
                RsyncModule.of("disk", disk).authUsers("me"),
                RsyncModule.of("narrow", disk).maxConnections(1).postTransfer("sleep 0.2"));
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    @Test
    void backsUpListsPinsDeletesAndRotates() throws Exception {
        SampleTrees.everything(source);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("laptop", plan(NO_SCHEME)).start();
            var api = server.api();
            var refused = api.runToEnd("laptop");
            assertThat(refused.path("reason").asString()).isEqualTo("destination-not-recognised");
            assertThat(refused.path("message").asString()).contains("adopt with {\"initialise\": true}");
            assertThat(parent).doesNotExist();
            api.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}").expect(200);
            assertThat(api.post("/api/v1/plans/laptop/check", "")
                            .expect(200)
                            .json()
                            .path("ok")
                            .asBoolean())
                    .isTrue();

            var first = succeeded(api, api.runToEnd("laptop", NO_ROTATION));
            var one = first.path("snapshot").asString();
            assertThat(TreeRecord.of(source).differences(TreeRecord.of(parent.resolve(one))))
                    .isEmpty();
            Shell.run("printf changed >>\"$1/docs/two\"", source);
            var two = succeeded(api, api.runToEnd("laptop", NO_ROTATION))
                    .path("snapshot")
                    .asString();
            assertThat(inode(two, "docs/three")).isEqualTo(inode(one, "docs/three"));
            assertThat(inode(two, "docs/two")).isNotEqualTo(inode(one, "docs/two"));

            Files.createDirectories(parent.resolve("2001-02-03 04:05:06/old"));
            Files.createDirectory(parent.resolve("20240101-photos"));
            assertThat(api.snapshots("laptop")).containsExactly(two, one, "2001-02-03 04:05:06");

            String path = "/api/v1/plans/laptop/snapshots/";
            api.patch(path + one, "{\"pinned\": true, \"note\": \"before the move\"}")
                    .expect(200);
            api.delete(path + one).expect(409);
            api.patch(path + one, "{\"pinned\": false}").expect(200);
            var deletion = api.delete(path + one).expect(202);
            var deleted = succeeded(api, api.awaitEnd(deletion.json().path("id").asString()));
            assertThat(deleted.path("requestedSteps").toString()).isEqualTo("[\"delete\"]");
            assertThat(parent.resolve(one)).doesNotExist();
            assertThat(api.snapshots("laptop")).containsExactly(two, "2001-02-03 04:05:06");

            var rotated = succeeded(api, api.runToEnd("laptop", "{\"steps\": [\"rotate\"]}"));
            assertThat(rotated.path("rotation").path("removed").toString()).isEqualTo("[\"2001-02-03 04:05:06\"]");
            assertThat(Shell.run("cd \"$1\"; ls -A", parent).lines())
                    .containsExactlyInAnyOrder(".rsync-backup", two, "20240101-photos");
            assertThat(api.get("/api/v1/status?strict").status()).isEqualTo(200);
            assertThat(api.get("/actuator/prometheus").text())
                    .contains("backup_destination_up{plan=\"laptop\"} 1.0")
                    .doesNotContain(RsyncDaemon.password("me"));
            assertThat(server.log()).doesNotContain(RsyncDaemon.password("me"));
        }
    }

    @Test
    void olderSnapshotsStayWhateverHappensToTheSource() {
        SampleTrees.everything(source);
        var foreign = directory.resolve("foreign");
        Shell.run(Mutations.PREPARE, source, foreign);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("laptop", plan("retry: {attempts: 1}")).start();
            var api = server.api();
            api.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}").expect(200);
            var recorded = new LinkedHashMap<String, TreeRecord>();
            Mutations.ofRoot().forEach((title, script) -> {
                Shell.run("cd \"$1\"\n" + script, source, foreign);
                var run = succeeded(api, api.runToEnd("laptop", NO_ROTATION));
                recorded.forEach((name, record) -> assertThat(record.differences(TreeRecord.of(parent.resolve(name))))
                        .as("snapshot " + name + " after: " + title)
                        .isEmpty());
                var name = run.path("snapshot").asString();
                var record = TreeRecord.of(parent.resolve(name));
                recorded.put(name, record);
                // names that stop being one file without any other change stay one there: rsync does not see it
                assertThat(withoutLinks(TreeRecord.of(source)).differences(withoutLinks(record)))
                        .as("the snapshot after: " + title)
                        .isEmpty();
            });
        }
    }

    @Test
    void worksWithOneConnectionAtATime() {
        SampleTrees.everything(source);
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan(
                            "laptop",
                            "source: \"" + source + "\"\ndestination: \"" + daemon.url("narrow")
                                    + "/laptop/latest\"\nretry: {attempts: 1}")
                    .start();
            var api = server.api();
            api.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}").expect(200);
            succeeded(api, api.runToEnd("laptop"));
            succeeded(api, api.runToEnd("laptop"));
            assertThat(api.snapshots("laptop")).isNotEmpty();
        }
    }

    @Test
    void reachesTheDaemonThroughATunnelThatEndsWithTheRun() {
        Needs.programs("ssh", "sshd");
        SampleTrees.everything(source);
        try (var gateway = SshServer.start(
                        directory.resolve("sshd"), List.of(new SshServer.Account("tunnel", "/usr/sbin/nologin")));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            gateway.authorize(
                    "tunnel",
                    gateway.identityFile(),
                    "restrict,port-forwarding,permitopen=\"127.0.0.1:" + daemon.port() + "\"");
            server.plan(
                            "laptop",
                            plan("tunnel: tunnel@127.0.0.1:" + gateway.port() + "\nssh:\n  identity-file: \""
                                    + gateway.identityFile() + "\"\n  known-hosts-file: \"" + gateway.knownHostsFile()
                                    + "\""))
                    .start();
            var api = server.api();
            api.post("/api/v1/plans/laptop/adopt", "{\"initialise\": true}").expect(200);
            var run = succeeded(api, api.runToEnd("laptop"));
            assertThat(TreeRecord.of(source)
                            .differences(TreeRecord.of(
                                    parent.resolve(run.path("snapshot").asString()))))
                    .isEmpty();
            assertThat(api.runLog(run.path("id").asString())).contains("rsync://me@127.0.0.1:");
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            Destinations.processesOn(gateway.identityFile()).isEmpty());
            assertThat(gateway.logins()).isPositive();
        }
    }

    private static JsonNode succeeded(Api api, JsonNode run) {
        assertThat(run.path("state").asString())
                .as(run.toPrettyString() + "\n" + api.runLog(run.path("id").asString()))
                .isEqualTo("succeeded");
        return run;
    }

    private static TreeRecord withoutLinks(TreeRecord record) {
        return new TreeRecord(record.entries().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> {
                    var was = entry.getValue();
                    return new TreeRecord.Entry(
                            was.type(),
                            was.mode(),
                            was.owner(),
                            was.modified(),
                            was.size(),
                            was.target(),
                            was.device(),
                            was.content(),
                            was.attributes(),
                            "");
                })));
    }

    private String plan(String more) {
        return "source: \"" + source + "\"\ndestination: \"" + daemon.url("me", "disk")
                + "/laptop/latest\"\npassword-file: \"" + daemon.passwordFile() + "\"\n" + more;
    }

    private String inode(String snapshot, String name) {
        return Shell.run("stat -c %i \"$1\"", parent.resolve(snapshot).resolve(name));
    }
}
