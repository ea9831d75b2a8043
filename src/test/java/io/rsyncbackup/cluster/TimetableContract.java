package io.rsyncbackup.cluster;

import static io.rsyncbackup.cluster.TimetableServer.NOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.run.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class TimetableContract {
    private static final Duration HOUR = Duration.ofHours(1);

    final TestClock clock = new TestClock();

    @TempDir
    Path directory;

    private final List<TimetableServer> servers = new ArrayList<>();
    private TimetableServer server;

    /** Null for the embedded one. */
    abstract String url();

    @BeforeEach
    void start() {
        server = startServer("one");
    }

    TimetableServer startServer(String name) {
        TimetableServer started = new TimetableServer(directory.resolve(name), url(), clock);
        servers.add(started);
        return started;
    }

    @AfterEach
    void stop() {
        servers.forEach(TimetableServer::close);
    }

    private Timetable timetable() {
        return server.timetable();
    }

    @Test
    void doesWhatIsDueOnceAndForgetsIt() {
        Instant at = clock.instant().minusSeconds(7);
        timetable().put(NOTE, "a", at, "Grüße, 100 %");
        await().untilAsserted(() -> assertThat(timetable().find(NOTE, "a")).isEmpty());
        assertThat(server.done).containsExactly(new Due("a", "Grüße, 100 %", at));
    }

    @Test
    void comesAgainWhenItIsTold() {
        Instant again = clock.instant().plus(HOUR);
        server.then = due -> Optional.of(again);
        timetable().put(NOTE, "a", clock.instant(), "data");
        await().untilAsserted(() -> assertThat(timetable().find(NOTE, "a")).contains(new Due("a", "data", again)));
        assertThat(server.done).hasSize(1);
    }

    @Test
    void waitsForItsTimeAlsoWhenThatIsAWholeSecond() {
        Instant wholeSecond = Instant.ofEpochSecond(clock.instant().plus(HOUR).getEpochSecond());
        timetable().put(NOTE, "later", wholeSecond, "");
        timetable().put(NOTE, "now", clock.instant(), "");
        await().untilAsserted(() -> assertThat(server.done).isNotEmpty());
        assertThat(server.done).extracting(Due::id).containsExactly("now");
        server.advance(HOUR);
        await().untilAsserted(() -> assertThat(server.done).extracting(Due::id).containsExactly("now", "later"));
    }

    @Test
    void goesOnWithWhatItExecutedWhenItDiedAlsoIfTheClockWasAhead() {
        timetable().put(NOTE, "a", clock.instant().plus(HOUR), "data");
        server.jdbc()
                .sql("update timed_task set picked = true, picked_by = :self, last_heartbeat = :ahead"
                        + " where task_instance = 'a'")
                .param("self", server.node())
                .param("ahead", clock.instant().plus(Duration.ofDays(365)).toEpochMilli())
                .update();
        server.close();
        server = startServer("one");
        server.advance(HOUR);
        await().untilAsserted(() -> assertThat(server.done).extracting(Due::id).containsExactly("a"));
    }

    @Test
    void letsOthersComeWhileManyStayDue() {
        Instant at = clock.instant().minusSeconds(60);
        server.then = due -> due.id().equals("own") ? Optional.empty() : Optional.of(due.at());
        for (int number = 0; number < 40; number++) {
            timetable().put(NOTE, "foreign-" + number, at, "data");
        }
        await().untilAsserted(() -> assertThat(server.done).hasSizeGreaterThan(40 / 2));
        timetable().put(NOTE, "own", clock.instant(), "");
        await().untilAsserted(() -> assertThat(server.done).extracting(Due::id).contains("own"));
        await().untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(1));
            assertThat(server.done).hasSizeGreaterThan(60);
        });
        assertThat(server.done).filteredOn(due -> !due.id().equals("own")).allSatisfy(due -> {
            assertThat(due.at()).isEqualTo(at);
            assertThat(due.data()).isEqualTo("data");
        });
        assertThat(timetable().find(NOTE, "foreign-7")).contains(new Due("foreign-7", "data", at));
    }

    @Test
    void putsDownInTheTransactionOfTheCallerOrNotAtAll() {
        assertThatThrownBy(() -> server.inTransaction(() -> {
                    timetable().put(NOTE, "lost", clock.instant(), "");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        server.inTransaction(() -> timetable().put(NOTE, "kept", clock.instant(), ""));
        await().untilAsserted(() -> assertThat(server.done).isNotEmpty());
        assertThat(server.done).extracting(Due::id).containsExactly("kept");
    }

    @Test
    void movesWhatIsThereAndKeepsWhatNeedOnlyBeThere() {
        Instant later = clock.instant().plus(HOUR);
        Instant muchLater = later.plus(HOUR);
        timetable().put(NOTE, "a", later, "first");
        timetable().putIfAbsent(NOTE, "a", muchLater, "ignored");
        timetable().putIfAbsent(NOTE, "b", later, "b");
        assertThat(timetable().all(NOTE)).containsExactly(new Due("a", "first", later), new Due("b", "b", later));
        assertThat(timetable().put(NOTE, "a", muchLater, "second")).isTrue();
        assertThat(timetable().all(NOTE)).containsExactly(new Due("b", "b", later), new Due("a", "second", muchLater));
        timetable().remove(NOTE, "b");
        assertThat(timetable().all(NOTE)).hasSize(1);
    }

    @Test
    void leavesAloneWhatIsBeingDone() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        server.then = due -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Optional.empty();
        };
        timetable().put(NOTE, "a", clock.instant(), "");
        await().untilAsserted(() -> assertThat(server.done).hasSize(1));
        assertThat(timetable().put(NOTE, "a", clock.instant(), "other")).isFalse();
        timetable().remove(NOTE, "a");
        assertThat(timetable().find(NOTE, "a")).map(Due::data).contains("");
        go.countDown();
        await().untilAsserted(() -> assertThat(timetable().find(NOTE, "a")).isEmpty());
    }

    @Test
    void triesAgainAfterAFailure() {
        server.then = due -> {
            if (server.done.size() < 2) {
                throw new IllegalStateException("on purpose, the first time");
            }
            return Optional.empty();
        };
        timetable().put(NOTE, "a", clock.instant(), "");
        await().until(() -> timetable()
                .find(NOTE, "a")
                .map(Due::at)
                .filter(clock.instant()::isBefore)
                .isPresent());
        server.advance(Timekeeper.pause(0));
        await().untilAsserted(() -> assertThat(timetable().find(NOTE, "a")).isEmpty());
        assertThat(server.done).hasSize(2);
    }

    @Test
    void doesEachOnceOnTwoServers() {
        TimetableServer other = url() == null ? server : startServer("two");
        server.inTransaction(() ->
                IntStream.range(0, 60).forEach(number -> timetable().put(NOTE, "n" + number, clock.instant(), "")));
        await().untilAsserted(() -> assertThat(timetable().all(NOTE)).isEmpty());
        assertThat(Stream.of(server, other).distinct().flatMap(some -> some.done.stream()))
                .extracting(Due::id)
                .hasSize(60)
                .doesNotHaveDuplicates();
    }

    @Test
    void recursHoweverTheClockIsSetAndWhateverFails() {
        await().until(() -> timetable().find("sweep", Recurrence.ID).isPresent());
        server.advance(HOUR);
        await().untilAsserted(() -> assertThat(server.sweeps).hasValue(1));
        server.advance(Duration.ofDays(365));
        await().untilAsserted(() -> assertThat(server.sweeps).hasValue(2));
        await().until(() -> timetable()
                .find("sweep", Recurrence.ID)
                .filter(due -> due.at().isAfter(clock.instant()))
                .isPresent());
        clock.advance(Duration.ofDays(-366));
        server.keepRecurrences();
        server.advance(HOUR);
        await().untilAsserted(() -> assertThat(server.sweeps).hasValue(3));
    }

    @Test
    void isAnsweredByThoseThatAreThereAfterARestart() {
        timetable().put(NOTE, "a", clock.instant().plus(HOUR), "kept");
        server.close();
        clock.advance(HOUR.multipliedBy(30));
        server = startServer("one");
        await().untilAsserted(
                        () -> assertThat(server.done).extracting(Due::data).containsExactly("kept"));
    }
}
