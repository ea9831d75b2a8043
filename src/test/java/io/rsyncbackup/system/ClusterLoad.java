package io.rsyncbackup.system;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** People who start runs of all plans on all servers, whichever of them are there. */
final class ClusterLoad implements AutoCloseable {
    /** Ids of runs that a server said it had accepted. */
    final Queue<String> accepted = new ConcurrentLinkedQueue<>();

    final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final List<BackupServerProcess> servers;
    private final List<String> plans;
    private final List<Thread> people;
    private volatile boolean over;

    ClusterLoad(List<BackupServerProcess> servers, List<String> plans, int people, long seed) {
        this.servers = servers;
        this.plans = plans;
        this.people = java.util.stream.IntStream.range(0, people)
                .mapToObj(person -> Thread.ofVirtual().start(() -> ask(new Random(seed + person))))
                .toList();
    }

    private void ask(Random random) {
        while (!over) {
            var server = servers.get(random.nextInt(servers.size()));
            var plan = plans.get(random.nextInt(plans.size()));
            try {
                var answer = server.api().post("/api/v1/plans/" + plan + "/runs", "");
                switch (answer.status()) {
                    case 202 -> accepted.add(answer.json().path("id").asString());
                    case 409, 503 -> {}
                    default -> surprises.add(answer.status() + ": " + answer.text());
                }
                Thread.sleep(random.nextInt(20, 400));
            } catch (UncheckedIOException e) {
                // killed at this moment; whether it was accepted nobody can know
                over |= !pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(100);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }

    void stop() {
        over = true;
        people.forEach(person -> {
            try {
                person.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
