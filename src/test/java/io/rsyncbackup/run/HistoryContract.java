package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history of 90 days and 3 runs. */
abstract class HistoryContract {
    private static final Duration OLD = Duration.ofDays(100);

    final TestClock clock = new TestClock();

    @TempDir
    Path directory;

    private TestServer server;
    private RunIds ids;
    private final List<String> runs = new ArrayList<>();

    /** Null for the embedded one. */
    abstract String url();

    @BeforeEach
    void start() {
        server = new TestServer(directory, url(), clock, 2, Duration.ofSeconds(5)).start();
        ids = new RunIds(clock, new java.util.Random(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The newest comes last. */
    private String run(String plan, String state, String steps, Duration ago) {
        String id = ids.next();
        server.jdbc()
                .sql(
                        "insert into run (id, plan, plan_version, state, triggered_by, requested_by, steps, dry_run, options,"
                                + " specification, destination_key, rerun_interrupted, queued_at, details, warnings)"
                                + " values (:id, :plan, 1, :state, 'api', 'tester', :steps, 0, '{}', '{}', :id, 0, :at, '{}', '[]')")
                .param("id", id)
                .param("plan", plan)
                .param("state", state)
                .param("steps", steps)
                .param("at", clock.instant().minus(ago).toEpochMilli() + runs.size())
                .update();
        server.jdbc()
                .sql(
                        "insert into run_step (run, position, name, state, attempts) values (:id, 0, 'backup', 'succeeded', 1)")
                .param("id", id)
                .update();
        runs.add(id);
        return id;
    }

    private Path log(String run, String text, Duration ago) throws Exception {
        Path file = server.logs().file(run);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(ago)));
        return file;
    }

    private List<String> prune() {
        server.bean(HistoryPruning.class).execute();
        return server.jdbc()
                .sql("select id from run order by queued_at")
                .query(String.class)
                .list();
    }

    @Test
    void keepsTheNewestHoweverOldAndTheYoungHoweverMany() {
        for (int number = 0; number < 250; number++) {
            run("busy", "succeeded", "backup snapshot rotate", OLD);
            run("calm", "failed", "backup snapshot rotate", Duration.ofDays(80));
        }
        for (int number = 0; number < 3; number++) {
            run("old", "succeeded", "backup snapshot rotate", OLD);
        }
        List<String> left = prune();
        assertThat(left).hasSize(3 + 250 + 3);
        List<String> busy = runs.subList(0, 500).stream()
                .filter(run -> runs.indexOf(run) % 2 == 0)
                .toList();
        assertThat(left).containsAll(busy.subList(247, 250));
        assertThat(server.jdbc()
                        .sql("select count(*) from run_step")
                        .query(Long.class)
                        .single())
                .isEqualTo(left.size());
        assertThat(prune()).isEqualTo(left);
    }

    @Test
    void neverForgetsTheLastSuccessNorWhatIsActive() {
        String backup = run("laptop", "succeeded", "backup", OLD);
        String partial = run("laptop", "partial", "backup snapshot rotate", OLD);
        String snapshot = run("laptop", "succeeded", "snapshot rotate", OLD);
        String active = run("laptop", "running", "backup", OLD);
        for (int number = 0; number < 5; number++) {
            run("laptop", "failed", "backup snapshot rotate", OLD);
        }
        assertThat(prune())
                .contains(backup, snapshot, active)
                .doesNotContain(partial)
                .contains(runs.getLast())
                .hasSize(6);
    }

    @Test
    void neverForgetsTheLastRealRunBehindDryOnes() {
        String success = run("laptop", "succeeded", "backup", OLD);
        String last = run("laptop", "failed", "backup", OLD);
        for (int number = 0; number < 4; number++) {
            String dry = run("laptop", "succeeded", "backup", OLD);
            server.jdbc()
                    .sql("update run set dry_run = 1 where id = :id")
                    .param("id", dry)
                    .update();
        }
        assertThat(prune()).contains(success, last).hasSize(2 + 3);
    }

    @Test
    void removesTheirLogs() throws Exception {
        Path gone = log(run("laptop", "failed", "backup", OLD), "old", Duration.ZERO);
        for (int number = 0; number < 2; number++) {
            run("laptop", "failed", "backup", OLD);
        }
        Path kept = log(run("laptop", "failed", "backup", OLD), "new", Duration.ZERO);
        prune();
        assertThat(gone).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void compressesOldLogsAndGivesTheSameBytes() throws Exception {
        String text = "größe: 1 234\n".repeat(20_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String ended = run("laptop", "succeeded", "backup", OLD);
        Path old = log(ended, text, RunLogUpkeep.OLD.plusMinutes(1));
        Path young = log(run("laptop", "succeeded", "backup", OLD), text, Duration.ofHours(1));
        server.bean(RunLogUpkeep.class).round();
        assertThat(young).exists();
        assertThat(old).doesNotExist();
        assertThat(Files.size(new CompressedLog(old).file())).isLessThan(bytes.length / 10);
        assertThat(server.logs().size(ended)).isEqualTo(bytes.length);
        for (int from : new int[] {0, 1, 100_000, bytes.length - 1, bytes.length}) {
            try (InputStream log = server.logs().open(ended, from)) {
                assertThat(log.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
            }
        }
        server.logs().delete(ended);
        assertThat(new CompressedLog(old).file()).doesNotExist();
    }

    @Test
    void leavesALogThatCannotBeCompressedAndGoesOn() throws Exception {
        for (int number = 0; number < 4; number++) {
            Path odd = server.logs().file(run("laptop", "succeeded", "backup", OLD));
            Files.createDirectories(odd.resolve("no file"));
            Files.setLastModifiedTime(odd, FileTime.from(clock.instant().minus(Duration.ofDays(2))));
            Path good = log(run("laptop", "succeeded", "backup", OLD), "x", Duration.ofDays(2));
            server.bean(RunLogUpkeep.class).round();
            assertThat(new CompressedLog(good).file()).exists();
            assertThat(odd.resolveSibling(odd.getFileName() + ".gz.unfinished")).doesNotExist();
        }
    }

    @Test
    void removesLogsOfUnknownRunsOnlyWhenTheHistoryWouldHaveForgottenThem() throws Exception {
        Duration keep = server.bean(RunSettings.class).historyKeep();
        Path orphan = log(ids.next(), "x", keep.plusMinutes(1));
        Path fresh = log(ids.next(), "x", keep.minusMinutes(1));
        Path foreign = Files.writeString(fresh.resolveSibling("notes.log"), "x");
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));
        server.bean(RunLogUpkeep.class).round();
        assertThat(orphan).doesNotExist();
        assertThat(fresh).exists();
        assertThat(foreign).exists();
    }
}
