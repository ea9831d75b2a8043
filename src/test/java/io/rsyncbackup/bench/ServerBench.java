package io.rsyncbackup.bench;

import io.rsyncbackup.system.BackupServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server itself costs: its answers beside two active runs, and a run that does nothing. */
class ServerBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int RUNS = Integer.getInteger("bench.runs", 1_000_000);
    private static final int SNAPSHOTS = 10_000;
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 50;
    private static final Map<String, String> ASKED = new LinkedHashMap<>();

    static {
        ASKED.put("name and version", "/api/v1");
        ASKED.put("snapshots, first page", "/api/v1/plans/many/snapshots");
        ASKED.put("snapshots, 500 of them", "/api/v1/plans/many/snapshots?limit=500");
        ASKED.put("rotation preview", "/api/v1/plans/many/rotation");
        ASKED.put("runs, first page", "/api/v1/runs");
        ASKED.put("runs of a plan", "/api/v1/runs?plan=many");
        ASKED.put("failed runs", "/api/v1/runs?state=failed");
        ASKED.put("status", "/api/v1/status");
    }

    @TempDir
    Path directory;

    @Test
    void answersBesideTwoRuns() throws IOException, SQLException {
        Path large = Files.createDirectories(directory.resolve("large"));
        Files.write(large.resolve("file"), new byte[200 << 20]);
        try (BackupServerProcess server = server()) {
            for (String plan : List.of("one", "two")) {
                server.plan(plan, plan(large, plan) + "bandwidth-limit: 1MB\n");
            }
            server.start();
            server.terminate();
            fill(server.data().resolve("backup.db"));
            server.start();
            String first = server.api().start("one");
            String second = server.api().start("two");
            ask(server, REQUESTS);
            Map<String, double[]> answers = ask(server, ROUNDS * REQUESTS);
            double one = at(answers.get("name and version"), 99);
            System.out.printf(
                    "ANSWERS beside two runs, %d clients, %d runs and %d snapshots known%n%-30s %10s %10s  ratio of p99%n",
                    CLIENTS, RUNS, SNAPSHOTS, "milliseconds", "median", "p99");
            answers.forEach((what, times) -> System.out.printf(
                    "%-30s %10.2f %10.2f  %.2f%n", what, at(times, 50), at(times, 99), at(times, 99) / one));
            for (String run : List.of(first, second)) {
                System.out.println("  meanwhile: run "
                        + server.api().run(run).path("state").asString());
                server.api().post("/api/v1/runs/" + run + "/cancel", "");
                server.api().awaitEnd(run);
            }
        }
    }

    @Test
    void aRunThatDoesNothing() throws IOException {
        try (BackupServerProcess server = server()) {
            server.start();
            server.api().runToEnd("many");
            double[] own = new double[5 * ROUNDS];
            double[] seen = new double[own.length];
            for (int round = -10; round < own.length; round++) {
                long start = System.nanoTime();
                var run = server.api()
                        .post("/api/v1/plans/many/runs", "{\"steps\": [\"rotate\"]}", "Prefer", "wait=60")
                        .json();
                if (round >= 0) {
                    seen[round] = (System.nanoTime() - start) / 1e6;
                    own[round] = 1e3 * run.path("durationSeconds").asDouble();
                }
            }
            System.out.printf(
                    "A RUN THAT DOES NOTHING, milliseconds: from start to end median %.1f, p99 %.1f; from request to answer"
                            + " median %.1f%n",
                    at(own, 50), at(own, 99), at(seen, 50));
        }
    }

    private BackupServerProcess server() throws IOException {
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("file"), "content");
        return new BackupServerProcess(directory.resolve("server")).plan("many", plan(source, "many"));
    }

    private String plan(Path source, String name) {
        return "source: \"%s\"%ndestination: \"%s/latest\"%n"
                .formatted(source, directory.resolve("server/data/backups").resolve(name));
    }

    private void fill(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                    with recursive n(i) as (select 0 union all select i + 1 from n where i < %d)
                    insert into run (id, plan, plan_version, state, triggered_by, requested_by, steps, dry_run, options,
                        specification, destination_key, rerun_interrupted, queued_at, started_at, ended_at, duration_nanos,
                        details, warnings)
                    select printf('01JD%%022d', i), 'plan' || (i %% 200), 1,
                        case when i %% 1000 = 0 then 'failed' else 'succeeded' end, 'schedule', 'schedule',
                        'backup snapshot rotate', 0, '{}', '{}', '/nowhere', 0,
                        1700000000000 + i * 1000, 1700000000000 + i * 1000, 1700000000500 + i * 1000, 500000000, '{}', '[]'
                    from n""".formatted(RUNS - 1));
            statement.execute("""
                    with recursive n(i) as (select 0 union all select i + 1 from n where i < %d)
                    insert into snapshot_index (plan, name, taken_at, path, partial, pinned, origin)
                    select 'many', strftime('%%Y-%%m-%%dT%%H%%M%%SZ', 1700000000 + i * 3600, 'unixepoch'),
                        (1700000000 + i * 3600) * 1000, '/nowhere', 0, 0, 'RUN'
                    from n""".formatted(SNAPSHOTS - 1));
            connection.commit();
        }
    }

    /** Clients that ask for each thing in turn, so that all meet the same load. */
    private static Map<String, double[]> ask(BackupServerProcess server, int requests) throws IOException {
        String token = Files.readString(server.data().resolve("admin.token")).strip();
        Map<String, HttpRequest> asked = new LinkedHashMap<>();
        ASKED.forEach((what, path) -> asked.put(
                what,
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.api().port() + path))
                        .header("Authorization", "Bearer " + token)
                        .build()));
        Map<String, List<Double>> times = new LinkedHashMap<>();
        asked.keySet().forEach(what -> times.put(what, Collections.synchronizedList(new ArrayList<>())));
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(CompletableFuture.runAsync(
                    () -> {
                        HttpClient http = HttpClient.newHttpClient();
                        for (int request = 0; request < requests; request++) {
                            asked.forEach((what, wanted) -> times.get(what).add(milliseconds(http, wanted)));
                        }
                    },
                    task -> Thread.ofPlatform().start(task)));
        }
        clients.forEach(CompletableFuture::join);
        Map<String, double[]> answers = new LinkedHashMap<>();
        times.forEach((what, values) -> answers.put(
                what, values.stream().mapToDouble(Double::doubleValue).toArray()));
        return answers;
    }

    private static double milliseconds(HttpClient client, HttpRequest request) {
        try {
            long start = System.nanoTime();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            double took = (System.nanoTime() - start) / 1e6;
            if (status != 200) {
                throw new AssertionError(request + ": " + status);
            }
            return took;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static double at(double[] times, int percent) {
        double[] sorted = Arrays.stream(times).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
