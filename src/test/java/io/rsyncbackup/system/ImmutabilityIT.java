package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** No later run changes anything of an older snapshot. */
class ImmutabilityIT {
    private static final String NO_ROTATION = "{\"steps\": [\"backup\", \"snapshot\"]}";

    @TempDir
    Path directory;

    private Path source = Path.of("/nowhere");
    private Path foreign = Path.of("/nowhere");
    private Path latest = Path.of("/nowhere");
    private final Map<String, TreeRecord> recorded = new LinkedHashMap<>();

    @BeforeEach
    void prepare() {
        Needs.root();
        Needs.programs("rsync", "getfattr", "setfacl");
        source = directory.resolve("source");
        foreign = directory.resolve("foreign");
        SampleTrees.everything(source);
        Shell.run(Mutations.PREPARE, source, foreign);
    }

    @Test
    void olderSnapshotsStayWhateverHappensToTheSource() {
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            latest = server.data().resolve("backups/latest");
            server.plan("all", source, latest).start();
            var untouched = TreeRecord.of(foreign);
            Mutations.ofRoot().forEach((title, script) -> {
                mutate(title, script);
                backUpAndCompare(server, title, "succeeded");
                assertThat(TreeRecord.of(source).differences(TreeRecord.of(latest)))
                        .as("the backup after: " + title)
                        .isEmpty();
                assertThat(untouched.differences(TreeRecord.of(foreign)))
                        .as("the foreign directory after: " + title)
                        .isEmpty();
            });
        }
    }

    @Test
    void olderSnapshotsStayWhenAnOrdinaryUserBacksUpWhatHeCannotReadAll() throws IOException {
        Needs.programs("setpriv");
        // The run's user reaches everything but what the mutations lock.
        Shell.run(
                "chmod 0711 \"$1\"; printf secret >\"$2/many/secret\"; chmod 0600 \"$2/many/secret\"",
                directory,
                source);
        var home = Files.createDirectories(directory.resolve("server"));
        Shell.run("chown 65534:65534 \"$1\"", home);
        try (var server = new BackupServerProcess(home)) {
            latest = server.data().resolve("backups/latest");
            server.plan("all", "sudo: false\nsource: \"" + source + "\"\ndestination: \"" + latest + "\"")
                    .under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                    .start();
            Mutations.ofAnyone().forEach((title, script) -> {
                mutate(title, script);
                backUpAndCompare(server, title, "partial");
            });
            mutate("all readable", "chmod -R a+rX .");
            backUpAndCompare(server, "all readable", "succeeded");
        }
    }

    @ParameterizedTest
    @EnumSource(DestinationKind.class)
    void olderSnapshotsStayWhenTheSourceChangesUnderARun(DestinationKind kind) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        SampleTrees.files(source.resolve("bulk"), Needs.scaled(2_000, 10_000), random);
        try (var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            latest = directory.resolve("away/latest");
            server.plan("all", "source: \"" + source + "\"\n" + reached.yaml(latest))
                    .start();
            reached.prepare(server.api(), "all");
            backUpAndCompare(server, "first", "succeeded");
            for (int round = 0; round < kind.rounds(Needs.scaled(3, 20)); round++) {
                mutate("bulk", "find bulk -type f | shuf -n 300 | xargs chmod 06" + random.nextInt(4, 8) + "0");
                var id = server.api().start("all", NO_ROTATION);
                while (!Api.ended(server.api().run(id))) {
                    mutate("storm", """
                            find bulk -type f | shuf -n 40 | xargs chmod 0%d%d4
                            find bulk -type f | shuf -n 40 | xargs touch
                            find bulk -type f | shuf -n 5 | xargs -n1 cp -a --remove-destination many/one/f1
                            """.formatted(random.nextInt(4, 8), random.nextInt(8)));
                }
                compare(server, server.api().run(id), "storm, round " + round + ", seed " + seed, "succeeded");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DestinationKind.class,
            names = {"LOCAL", "SSH"})
    void olderSnapshotsStayWhenSomebodyEditsLatest(DestinationKind kind) {
        try (var reached = kind.open(directory.resolve("host"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            latest = directory.resolve("away/latest");
            server.plan("all", "source: \"" + source + "\"\n" + reached.yaml(latest))
                    .start();
            reached.prepare(server.api(), "all");
            backUpAndCompare(server, "first", "succeeded");
            Shell.run(
                    "cd \"$1\"; rm -r docs; printf intruder >intruder; mv swap swapped; cp -p many/one/f1 y; mv y many/one/f1",
                    latest);
            backUpAndCompare(server, "edited by hand", "succeeded");
            assertThat(TreeRecord.of(source).differences(TreeRecord.of(latest))).isEmpty();
            Shell.run("cd \"$1\"; rm -r replaced; ln -s \"$2\" replaced; ln -f group-a group-c", latest, foreign);
            var untouched = TreeRecord.of(foreign);
            backUpAndCompare(server, "a symlink in a directory's place", "succeeded");
            assertThat(TreeRecord.of(source).differences(TreeRecord.of(latest))).isEmpty();
            assertThat(untouched.differences(TreeRecord.of(foreign))).isEmpty();
        }
    }

    @Test
    void olderSnapshotsStayWhenTheClockIsSetBack() {
        Needs.programs("faketime");
        var server = new BackupServerProcess(directory.resolve("server"));
        latest = server.data().resolve("backups/latest");
        try (server) {
            server.plan("all", source, latest).start();
            backUpAndCompare(server, "today", "succeeded");
        }
        var yesterday = new BackupServerProcess(directory.resolve("server"));
        var preload = Shell.run("faketime -m -f +0d printenv LD_PRELOAD");
        yesterday.under(
                "env", "LD_PRELOAD=" + preload, "FAKETIME=-1d", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1");
        try (yesterday) {
            yesterday.plan("all", source, latest).start();
            // A faked clock makes a server slow: few runs, all at once.
            for (var title : List.of("chmod files and directories", "touch", "split a hard link", "append")) {
                mutate(title, Mutations.ofAnyone().get(title));
            }
            backUpAndCompare(yesterday, "changes, yesterday", "succeeded");
            mutate("delete", "rm -r many/two; chmod 0600 many/one/f3");
            backUpAndCompare(yesterday, "more changes, yesterday", "succeeded");
            assertThat(TreeRecord.of(source).differences(TreeRecord.of(latest))).isEmpty();
            assertThat(yesterday.api().snapshots("all")).hasSize(3);
        }
    }

    @Test
    void sameOwnerAgainRewritesNothing() {
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            latest = server.data().resolve("backups/latest");
            server.plan("all", source, latest).start();
            var first = backUpAndCompare(server, "first", "succeeded");
            mutate("same owner", "chown -hR \"$(stat -c %u many/one/f1)\" many swap; touch -c nothing-there");
            var second = backUpAndCompare(server, "same owner", "succeeded");
            assertThat(inodes(second)).isEqualTo(inodes(first));
        }
    }

    private String inodes(JsonNode run) {
        return Shell.run(
                "cd \"$1\"; find . -type f -printf '%P %i\\n' | sort",
                latest.resolveSibling(run.path("snapshot").asString()));
    }

    private void mutate(String title, String script) {
        var result = Shell.attempt("cd \"$1\"\n" + script, source, foreign);
        assertThat(result.exitCode()).as(title + ": " + result.error()).isZero();
    }

    private JsonNode backUpAndCompare(BackupServerProcess server, String title, String state) {
        return compare(server, server.api().runToEnd("all", NO_ROTATION), title, state);
    }

    private JsonNode compare(BackupServerProcess server, JsonNode run, String title, String state) {
        assertThat(run.path("state").asString())
                .as(title + "\n" + run.toPrettyString() + "\n"
                        + server.api().runLog(run.path("id").asString()))
                .isEqualTo(state);
        recorded.forEach((name, record) -> assertThat(record.differences(TreeRecord.of(latest.resolveSibling(name))))
                .as("snapshot " + name + " after: " + title)
                .isEmpty());
        var name = run.path("snapshot").asString();
        recorded.put(name, TreeRecord.of(latest.resolveSibling(name)));
        return run;
    }
}
