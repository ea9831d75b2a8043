package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.network.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** To and from another host, over a real sshd. */
class SshIT {
    @TempDir
    Path directory;

    private SshServer host;
    private BackupServerProcess server;
    private Path source;
    private Path latest;

    @BeforeEach
    void startAnotherHost() {
        Needs.programs("rsync", "getfattr", "setfacl", "sshd");
        host = SshServer.start(directory.resolve("sshd"));
        server = new BackupServerProcess(directory.resolve("server"));
        source = directory.resolve("it's $HOME `here` & there");
        latest = directory.resolve("there \"and\" 'back'/laptop/latest");
    }

    @AfterEach
    void end() {
        server.close();
        host.close();
    }

    @Test
    void backsUpToAnotherHost() throws IOException {
        SampleTrees.everything(source);
        server.plan("away", ssh("source: |-\n  " + source, "destination: |-\n  root@127.0.0.1:" + latest))
                .start();
        Api api = server.api();

        var unknown = api.runToEnd("away");
        assertThat(unknown.path("reason").asString()).isEqualTo("destination-not-recognised");
        assertThat(unknown.path("message").asString()).contains("/api/v1/plans/away/adopt", "initialise");
        assertThat(latest).doesNotExist();

        api.post("/api/v1/plans/away/adopt", "{\"initialise\": true}").expect(200);
        var first = succeeded(api);
        Path snapshot = latest.resolveSibling(first.path("snapshot").asString());
        assertThat(TreeRecord.of(source).differences(TreeRecord.of(snapshot))).isEmpty();

        long logins = host.logins();
        succeeded(api);
        assertThat(host.logins() - logins).as("one login serves the whole run").isEqualTo(1);
        var listed = api.get("/api/v1/plans/away/snapshots").expect(200).json();
        assertThat(Api.names(listed)).hasSize(2);
        api.delete("/api/v1/plans/away/snapshots/" + first.path("snapshot").asString())
                .expect(204);
        assertThat(snapshot).doesNotExist();
        var check = api.post("/api/v1/plans/away/check", "").expect(200).json();
        assertThat(check.path("ok").asBoolean()).as(check.toPrettyString()).isTrue();
    }

    @Test
    void olderSnapshotsStayOnAnotherHost() throws IOException {
        SampleTrees.everything(source);
        server.plan("away", ssh("source: |-\n  " + source, "destination: |-\n  root@127.0.0.1:" + latest))
                .start();
        server.api().post("/api/v1/plans/away/adopt", "{\"initialise\": true}").expect(200);
        assertNoSnapshotChanges(server.api(), "away", latest);
    }

    @Test
    void pullsFromAnotherHost() throws IOException {
        SampleTrees.everything(source);
        Path local = server.data().resolve("backups/pulled/latest");
        server.plan("pull", ssh("source: |-\n  root@127.0.0.1:" + source, "destination: " + local))
                .start();
        Api api = server.api();
        assertThat(api.post("/api/v1/plans/pull/check", "").expect(200).text()).contains(" can be read");
        var first = api.runToEnd("pull");
        assertThat(first.path("state").asString()).as(first.toPrettyString()).isEqualTo("succeeded");
        assertNoSnapshotChanges(api, "pull", local);
    }

    @Test
    void saysWhatToDoAboutAnUnknownHostKey() throws IOException {
        SampleTrees.everything(source);
        Files.writeString(host.knownHostsFile(), "");
        server.plan("away", ssh("source: |-\n  " + source, "destination: |-\n  root@127.0.0.1:" + latest))
                .start();
        var check =
                server.api().post("/api/v1/plans/away/check", "").expect(200).json();
        assertThat(check.path("ok").asBoolean()).isFalse();
        assertThat(check.toString()).contains("ssh-keyscan");
        var run = server.api().runToEnd("away");
        assertThat(run.path("reason").asString()).as(run.toPrettyString()).isEqualTo("host-key");
        assertThat(run.path("message").asString()).contains("ssh-keyscan");
    }

    private void assertNoSnapshotChanges(Api api, String plan, Path here) {
        Path foreign = directory.resolve("foreign");
        Shell.run(Mutations.PREPARE, source, foreign);
        Map<Path, TreeRecord> recorded = new LinkedHashMap<>();
        List<Map.Entry<String, String>> mutations =
                List.copyOf(Mutations.ofRoot().entrySet());
        int batch = Needs.scaled(5, 1);
        for (int start = 0; start < mutations.size(); start += batch) {
            List<Map.Entry<String, String>> some = mutations.subList(start, Math.min(mutations.size(), start + batch));
            some.forEach(mutation -> Shell.run("cd \"$1\"\n" + mutation.getValue(), source, foreign));
            String titles = some.stream().map(Map.Entry::getKey).toList().toString();
            var run = api.runToEnd(plan, "{\"steps\": [\"backup\", \"snapshot\"]}");
            assertThat(run.path("state").asString())
                    .as(titles
                            + run.toPrettyString()
                            + api.runLog(run.path("id").asString()))
                    .isEqualTo("succeeded");
            Path snapshot = here.resolveSibling(run.path("snapshot").asString());
            recorded.put(snapshot, TreeRecord.of(snapshot));
            assertThat(TreeRecord.of(source).differences(recorded.get(snapshot)))
                    .as("the snapshot after " + titles)
                    .isEmpty();
            recorded.forEach((older, record) -> assertThat(record.differences(TreeRecord.of(older)))
                    .as(older + " after " + titles)
                    .isEmpty());
        }
    }

    private JsonNode succeeded(Api api) {
        var run = api.runToEnd("away");
        assertThat(run.path("state").asString())
                .as(run.toPrettyString() + api.runLog(run.path("id").asString()))
                .isEqualTo("succeeded");
        return run;
    }

    private String ssh(String from, String to) {
        return from + "\n" + to + "\nssh:\n  port: " + host.port() + "\n  identity-file: " + host.identityFile()
                + "\n  known-hosts-file: " + host.knownHostsFile();
    }
}
