package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.run.Postgres;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifyOnPostgresTest extends NotifyContract {
    private static final int ROUNDS = 40;

    private String url;

    @BeforeEach
    void freshDatabase() {
        url = Postgres.freshDatabase();
    }

    @Override
    String url() {
        return url;
    }

    @Test
    void ofTwoServersThatLookAtOnceOneTells() throws Exception {
        List<NotifyHouse> both = twoServers();
        for (int i = 0; i < ROUNDS; i++) {
            boolean overdue = i % 2 == 0;
            both.forEach(house -> house.overdue = overdue);
            atOnce(both, house -> house.bean(Lookout.class).execute());
        }
        await().until(() -> both.getFirst().bean(Outbox.class).pending("hook") == 0);
        assertThat(told(both)).filteredOn("hook overdue"::equals).hasSize(ROUNDS / 2);
        assertThat(told(both)).hasSize(ROUNDS);
    }

    @Test
    void ofTwoServersThatCarryAtOnceOneDoes() throws Exception {
        List<NotifyHouse> both = twoServers();
        Composer composer = new Composer(
                both.getFirst().bean(NotifySettings.class), both.getFirst().bean(Clock.class));
        Outbox outbox = both.getFirst().bean(Outbox.class);
        for (int i = 0; i < ROUNDS; i++) {
            outbox.add("hook", composer.test(HOOK));
            atOnce(both, house -> house.bean(Courier.class).wake());
            await().until(() -> outbox.pending("hook") == 0);
        }
        assertThat(told(both)).hasSize(ROUNDS);
    }

    private List<NotifyHouse> twoServers() {
        return List.of(houseIn(directory.resolve("one"), HOOK), houseIn(directory.resolve("other"), HOOK));
    }

    private static List<String> told(List<NotifyHouse> houses) {
        return houses.stream()
                .flatMap(house -> house.receivers.events().stream())
                .toList();
    }

    private static void atOnce(List<NotifyHouse> houses, java.util.function.Consumer<NotifyHouse> action)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(houses.size());
        Stream<Callable<Object>> all = houses.stream().map(house -> () -> {
            start.await();
            action.accept(house);
            return house;
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(houses.size())) {
            for (Future<Object> one : threads.invokeAll(all.toList())) {
                one.get();
            }
        }
    }
}
