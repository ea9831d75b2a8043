package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two server processes on one PostgreSQL: who asks one of them need not know which of them has the run. */
class LogsElsewhereIT {
    @TempDir
    Path directory;

    private final ClusterDatabase database = new ClusterDatabase();

    @Test
    void eachServerAnswersForTheOther() throws Exception {
        Needs.programs("rsync");
        var source = directory.resolve("source");
        SampleTrees.files(source, 20, new Random(1));
        Shell.run("head -c 5M /dev/urandom >\"$1/big\"", source);
        try (var one = server("one", source);
                var two = server("two", source).setting("node: { labels: [two], url: \"http://127.0.0.1:9\" }")) {
            one.start();
            one.api().post("/api/v1/plans/far/adopt", "{\"initialise\": true}").expect(200);
            two.start();
            Files.copy(one.data().resolve("admin.token"), two.data().resolve("admin.token"));
            var run = one.api().start("far");
            var log = "/api/v1/runs/" + run + "/log";
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !two.api().get(log).text().isEmpty());

            var unreachable = one.api().get(log).expect(503).json();
            assertThat(unreachable.path("type").asString()).endsWith("/node-unavailable");
            var node = one.api().run(run).path("node").asString();
            assertThat(unreachable.path("detail").asString()).contains(node).contains("backup.node.url");

            database.rows("update node set url = 'http://127.0.0.1:" + two.api().port() + "/' where url ="
                    + " 'http://127.0.0.1:9' returning id");
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> one.api().get(log).status() == 200);
            assertThat(one.api().run(run).path("state").asString()).isEqualTo("running");
            var events = one.api().get("/api/v1/runs/" + run + "/events").expect(200);
            assertThat(events.text()).contains("event: log").contains("event: ended");

            var whole = one.api().get(log).expect(200);
            assertThat(whole.text())
                    .isEqualTo(two.api().get(log).expect(200).text())
                    .contains("succeeded");
            assertThat(one.api().get(log + "?follow=true").expect(200).text()).isEqualTo(whole.text());
            var part = one.api().get(log, "Range", "bytes=3-12").expect(206);
            assertThat(part.text()).isEqualTo(whole.text().substring(3, 13));
            assertThat(part.response().headers().firstValue("Content-Range"))
                    .hasValueSatisfying(range -> assertThat(range).startsWith("bytes 3-12/"));
            one.api().get(log, "Range", "bytes=9999999-").expect(416);

            two.kill();
            one.api().get(log).expect(503);
            assertThat(one.api().get("/api/v1/runs/" + run + "/events").text()).contains("event: ended");
        }
    }

    private BackupServerProcess server(String name, Path source) {
        return database.server(new BackupServerProcess(directory.resolve(name)))
                .plan(
                        "far",
                        "source: \"" + source + "\"\ndestination: \"" + directory.resolve("backups/far/latest")
                                + "\"\nnode-label: two\nbandwidth-limit: 400KB");
    }
}
