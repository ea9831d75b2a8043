package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 plans that are due every minute, 50 people who poll and follow events: no error, no lost event, bounded memory. For
 * hours: {@code bin/test -Dit.test=SoakIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dsoak.seconds=14400}.
 */
class SoakIT {
    private static final int PLANS = 200;
    private static final int PEOPLE = 50;
    private static final int SECONDS = Integer.getInteger("soak.seconds", Needs.scaled(20, 600));

    /** The heap's bound of these servers, and as much again for all else of a JVM. */
    private static final long MOST_MEGABYTES = 1024;

    @TempDir
    Path directory;

    @Test
    void manyPlansAndPeopleCauseNoErrorAndLoseNoEvent() throws Exception {
        Needs.programs("rsync");
        var source = directory.resolve("source");
        SampleTrees.files(source, 5, new Random(1));
        List<String> plans =
                IntStream.range(0, PLANS).mapToObj(i -> "plan-" + i).toList();
        try (var server = new BackupServerProcess(directory.resolve("server"))) {
            server.setting("max-concurrent-runs: 8");
            plans.forEach(plan -> server.plan(
                    plan,
                    "source: \"" + source + "\"\ndestination: \"" + directory.resolve("backups/" + plan + "/latest")
                            + "\"\nrotation: { hourly: 1 }\nschedule: { cron: \"* * * * *\", jitter: 50s }"));
            server.start();
            // what is due before its destination is there fails rightly
            server.api().post("/api/v1/drain", "").expect(200);
            plans.forEach(plan -> server.api()
                    .post("/api/v1/plans/" + plan + "/adopt", "{\"initialise\": true}")
                    .expect(200));
            var adopted = Instant.now();
            server.api().delete("/api/v1/drain").expect(204);
            var memory = soak(server, plans);
            System.out.println("memory in MB: " + memory);
            assertThat(memory).allSatisfy(megabytes -> assertThat(megabytes).isLessThan(MOST_MEGABYTES));
            int third = memory.size() / 3;
            if (SECONDS >= 600) {
                assertThat(average(memory.subList(memory.size() - third, memory.size())))
                        .as("memory grows: " + memory)
                        .isLessThan(1.25 * average(memory.subList(third, 2 * third)));
            }
            assertThat(server.log().lines().filter(line -> line.contains(" ERROR ")))
                    .isEmpty();
            var failed = server.api()
                    .get("/api/v1/runs?state=failed&state=partial&state=interrupted&limit=200")
                    .json()
                    .path("items")
                    .valueStream()
                    .filter(run ->
                            Instant.parse(run.path("queuedAt").asString()).isAfter(adopted))
                    .toList();
            assertThat(failed).isEmpty();
            assertThat(server.api()
                            .get("/api/v1/runs?trigger=schedule")
                            .json()
                            .path("items")
                            .size())
                    .as("runs that began on time")
                    .isPositive();
        }
    }

    private List<Long> soak(BackupServerProcess server, List<String> plans) throws IOException, InterruptedException {
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        AtomicInteger followed = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Long> memory = new ArrayList<>();
        var token = Files.readString(server.data().resolve("admin.token")).strip();
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(20))
                .build()) {
            List<Thread> people = IntStream.range(0, PEOPLE)
                    .mapToObj(i -> new SoakClient(
                            server.api(), http, token, plans, new Random(i), over::get, errors, followed))
                    .map(Thread::startVirtualThread)
                    .toList();
            // a minute has a slot of every plan
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            while (System.nanoTime() < end) {
                memory.add(megabytes(server.pid()));
                Thread.sleep(Math.max(500, SECONDS * 1000L / 60));
            }
            over.set(true);
            for (Thread person : people) {
                assertThat(person.join(Duration.ofMinutes(3)))
                        .as("somebody still waits")
                        .isTrue();
            }
        }
        assertThat(errors).isEmpty();
        System.out.println(followed + " runs were followed to their end");
        assertThat(followed.get()).isGreaterThan(PEOPLE);
        return memory;
    }

    private static double average(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    private static long megabytes(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
