package io.rsyncbackup.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.system.Api;
import io.rsyncbackup.system.BackupServerProcess;
import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A destination on a host of its own, by SSH and by its rsync daemon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherHostsIT {
    private static final String RECORD = "find . -printf '%p %y %m %U:%G %T@ %l\\n' | sort;"
            + " find . -type f -print0 | sort -z | xargs -0 -r sha256sum";

    private ContainerEngine engine;
    private RemoteHost host;
    private BackupServerProcess server;
    private Path source;

    enum Way {
        SSH
    }

    @BeforeAll
    void startThem(@TempDir Path directory) {
        Needs.root();
        Needs.programs("rsync", "ssh", "ssh-keygen");
        engine = ContainerEngine.ready();
        host = new RemoteHost(engine.image(), directory.resolve("client"));
        source = directory.resolve("source");
        Shell.run("""
                mkdir -p "$1/large" "$1/small/empty"; cd "$1/small"
                head -c 300000 /dev/urandom | split -b 2000 -a 3 - file
                ln fileaaa link; ln -s fileaab symbolic; chmod 2750 empty; chown 1234:5678 fileaac
                printf quoted >$'it\\'s "$(touch ran)" `touch ran`\\n new line'
                """, source);
        server = new BackupServerProcess(directory.resolve("server"));
        for (var way : Way.values()) {
            server.plan(plan(way, "small"), "source: " + source + "/small\n" + destination(way, "small"));
            server.plan(
                    plan(way, "large"),
                    "source: " + source + "/large\nbandwidth-limit: 1MB\nio-timeout: 5s\n"
                            + "retry: { attempts: 2, pause: 1s }\n" + destination(way, "large"));
        }
        server.start();
        for (var way : Way.values()) {
            for (var what : List.of("small", "large")) {
                server.api()
                        .post("/api/v1/plans/" + plan(way, what) + "/adopt", "{\"initialise\": true}")
                        .expect(200);
            }
        }
    }

    @AfterAll
    void endThem() {
        if (server != null) {
            server.close();
        }
        if (host != null) {
            host.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsSnapshotsThere(Way way) {
        var first = succeeded(plan(way, "small"));
        var before = record(way, first);
        assertThat(before).isEqualTo(Shell.run("cd \"$1\"; " + RECORD, source.resolve("small")));
        Shell.run("cd \"$1/small\"; head -c 3000 /dev/urandom >fileaad; rm fileaae; chmod 0600 fileaaf", source);
        var second = succeeded(plan(way, "small"));
        assertThat(record(way, first)).isEqualTo(before);
        assertThat(record(way, second)).isEqualTo(Shell.run("cd \"$1\"; " + RECORD, source.resolve("small")));
        assertThat(host.run("find / -xdev -name ran")).isEmpty();
        assertThat(server.api().snapshots(plan(way, "small"))).contains(name(first), name(second));
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhenTheHostComesBackInTime(Way way) {
        var id = startLarge(way);
        host.freeze();
        try {
            Shell.run("sleep 2");
        } finally {
            host.thaw();
        }
        assertThat(awaitEnd(id).path("state").asString()).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @EnumSource
    void failsWhenTheHostStaysAwayAndSucceedsTheNextTime(Way way) {
        var id = startLarge(way);
        JsonNode run;
        host.stopServices();
        try {
            run = awaitEnd(id);
        } finally {
            host.startServices();
        }
        assertThat(List.of(run.path("state").asString(), run.path("reason").asString()))
                .as(run.toPrettyString())
                .containsExactly("failed", "network");
        assertThat(host.run("ls -A /backups/" + way + "/large/.rsync-backup/incomplete 2>/dev/null || true"))
                .isEmpty();
        succeeded(plan(way, "large"));
    }

    private String startLarge(Way way) {
        Shell.run("head -c 8000000 /dev/urandom >\"$1/large/file\"", source);
        var id = server.api().start(plan(way, "large"));
        await("the transfer").atMost(Duration.ofMinutes(1)).until(() -> {
            var run = server.api().run(id);
            assertThat(Api.ended(run)).as(run.toPrettyString()).isFalse();
            return run.path("progress").path("bytes").asLong(0) > 0;
        });
        return id;
    }

    private JsonNode succeeded(String plan) {
        var run = awaitEnd(server.api().start(plan));
        assertThat(run.path("state").asString())
                .as(run.toPrettyString() + server.api().runLog(run.path("id").asString()))
                .isEqualTo("succeeded");
        return run;
    }

    private JsonNode awaitEnd(String id) {
        return server.api().awaitEnd(id);
    }

    private String record(Way way, JsonNode run) {
        return host.run("cd \"/backups/" + way + "/small/" + name(run) + "\"; " + RECORD);
    }

    private static String name(JsonNode run) {
        return run.path("snapshot").asString();
    }

    private static String plan(Way way, String what) {
        return way.name().toLowerCase(java.util.Locale.ROOT) + "-" + what;
    }

    private String destination(Way way, String what) {
        return switch (way) {
            case SSH -> host.overSsh("/backups/" + way + "/" + what + "/latest");
        };
    }
}
