package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A latest that others fill, in whatever way they like. */
class PushedLatestIT {
    @TempDir
    Path directory;

    @Test
    void snapshotsStayWhenAClientPushesInPlace() {
        Needs.root();
        Needs.programs("rsync", "getfattr", "setfacl");
        var client = directory.resolve("client");
        SampleTrees.everything(client);
        Shell.run(Mutations.PREPARE, client, directory.resolve("foreign"));
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            var latest = server.data().resolve("backups/latest");
            server.plan("pushed", "source: none\ndestination: \"" + latest + "\"")
                    .start();
            SampleTrees.create(latest);
            var recorded = new LinkedHashMap<String, TreeRecord>();
            Mutations.ofRoot().forEach((title, script) -> {
                Shell.run("cd \"$1\"\n" + script, client, directory.resolve("foreign"));
                Shell.run(
                        "rsync -aHAX --numeric-ids --inplace --no-whole-file --delete --force \"$1/\" \"$2/\"",
                        client,
                        latest);
                if (recorded.isEmpty()) {
                    server.api().post("/api/v1/plans/pushed/adopt", "").expect(200);
                }
                var run = server.api().runToEnd("pushed", "{\"steps\": [\"snapshot\"]}");
                assertThat(run.path("state").asString())
                        .as(title + run.toPrettyString())
                        .isEqualTo("succeeded");
                recorded.forEach(
                        (name, record) -> assertThat(record.differences(TreeRecord.of(latest.resolveSibling(name))))
                                .as("snapshot " + name + " after: " + title)
                                .isEmpty());
                var name = run.path("snapshot").asString();
                recorded.put(name, TreeRecord.of(latest.resolveSibling(name)));
                assertThat(TreeRecord.of(latest).differences(recorded.get(name)))
                        .as(title)
                        .isEmpty();
            });
        }
    }

    @Test
    void cannotBackUpWithoutASource() {
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan(
                            "pushed",
                            "source: none\ndestination: \"" + server.data().resolve("b/latest") + "\"")
                    .start();
            var answer = server.api()
                    .post("/api/v1/plans/pushed/runs", "{\"steps\": [\"backup\"]}")
                    .expect(400);
            assertThat(answer.json().path("type").asString()).endsWith("/problems/invalid-request");
        }
    }
}
