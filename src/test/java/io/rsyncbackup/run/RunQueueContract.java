package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the queue promises: one active run per plan, one writer per destination, keys, pages, order. */
abstract class RunQueueContract extends RunsContract {
    private TestServer idle() {
        TestServer server = server();
        server.planner.waitsFor = Optional.of("the test");
        return server;
    }

    @Test
    void queuesNothingForAPlanThatWasDeletedMeanwhile() {
        TestServer server = server();
        server.planner.deleted.add("laptop");
        assertThatThrownBy(() -> server.runs().enqueue(TestServer.request("laptop"), null))
                .isInstanceOf(PlanGoneException.class)
                .hasMessageContaining("laptop");
        assertThat(server.jdbc()
                        .sql("select count(*) from run")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void fiftyRequestsAtOnceForOnePlanMakeExactlyOneRun() throws Exception {
        TestServer server = idle();
        List<Enqueued> answers = atOnce(50, () -> server.runs().enqueue(TestServer.request("laptop"), null));

        Run run = answers.stream()
                .filter(Enqueued.Accepted.class::isInstance)
                .map(Enqueued::run)
                .reduce((one, other) -> {
                    throw new AssertionError("two were accepted: " + one.id() + ", " + other.id());
                })
                .orElseThrow();
        assertThat(answers).filteredOn(Enqueued.AlreadyActive.class::isInstance).hasSize(49);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.run().id()).isEqualTo(run.id()));
        assertThat(server.runs().queueLength()).isOne();
    }

    @Test
    void fiftyRequestsAtOnceWithOneKeyMakeOneRunAndAreAllAnsweredWithIt() throws Exception {
        TestServer server = idle();
        IdempotencyKey key = new IdempotencyKey("alice", "nightly", "body");
        List<Enqueued> answers = atOnce(50, () -> server.runs().enqueue(TestServer.request("laptop"), key));

        assertThat(answers).filteredOn(Enqueued.Accepted.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Enqueued.Replayed.class::isInstance).hasSize(49);
        assertThat(answers.stream().map(answer -> answer.run().id()).distinct()).hasSize(1);
    }

    @Test
    void manyPlansAtOnceAllRunAndNeverTwoOnOneDestination() throws Exception {
        TestServer server = server("data", 8, Duration.ofSeconds(10));
        Overlaps overlaps = new Overlaps();
        server.planner.behaviour.put(StepName.BACKUP, overlaps::perform);
        List<Callable<Enqueued>> requests = IntStream.range(0, 40)
                .mapToObj(i -> (Callable<Enqueued>) () -> server.runs()
                        .enqueue(TestServer.request("plan-" + i, "destination-" + i % 4, StepName.BACKUP), null))
                .toList();
        for (Enqueued answer : atOnce(requests)) {
            assertThat(finished(server, accepted(answer)).state()).isEqualTo(RunState.SUCCEEDED);
        }
        overlaps.verify(40);
    }

    @Test
    void aKeyIsReplayedRefusedForAnotherBodyAndForgottenAfterADay() throws Exception {
        TestServer server = server();
        IdempotencyKey key = new IdempotencyKey("alice", "nightly", "body");
        Run first = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), key)));

        Enqueued replayed = server.runs().enqueue(TestServer.request("laptop"), key);
        assertThat(replayed).isEqualTo(new Enqueued.Replayed(first));
        assertThat(server.runs()
                        .enqueue(TestServer.request("laptop"), new IdempotencyKey("alice", "nightly", "other body")))
                .isEqualTo(new Enqueued.KeyReused(first));
        accepted(server.runs().enqueue(TestServer.request("server"), key));
        Run bob = finished(
                server,
                accepted(server.runs()
                        .enqueue(TestServer.request("laptop"), new IdempotencyKey("bob", "nightly", "body"))));
        assertThat(bob.id()).isNotEqualTo(first.id());

        clock.advance(Duration.ofHours(24).minusSeconds(60));
        assertThat(server.runs().enqueue(TestServer.request("laptop"), key)).isInstanceOf(Enqueued.Replayed.class);
        clock.advance(Duration.ofSeconds(61));
        assertThat(accepted(server.runs().enqueue(TestServer.request("laptop"), key))
                        .id())
                .isNotEqualTo(first.id());
    }

    @Test
    void aRefusedRequestBindsNoKey() throws Exception {
        TestServer server = idle();
        Run active = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        IdempotencyKey key = new IdempotencyKey("alice", "nightly", "body");
        assertThat(server.runs().enqueue(TestServer.request("laptop"), key))
                .isInstanceOfSatisfying(
                        Enqueued.AlreadyActive.class,
                        answer -> assertThat(answer.run().id()).isEqualTo(active.id()));
        server.runs().cancel(active.id(), "tester");
        accepted(server.runs()
                .enqueue(TestServer.request("laptop"), new IdempotencyKey("alice", "nightly", "other body")));
    }

    @Test
    void whatWasAskedForIsRemembered() {
        TestServer server = idle();
        RunRequest request = new RunRequest(
                "laptop",
                7,
                Trigger.CATCH_UP,
                "alice",
                List.of(StepName.SNAPSHOT, StepName.ROTATE),
                true,
                "before the upgrade",
                Map.of("expectedRotation", "abc", "odd \"key\"", "ü\n"),
                "{\"source\":\"/\"}",
                "local:/mnt",
                "rack-2",
                true,
                null);
        Run run = accepted(server.runs().enqueue(request, null));
        assertThat(run.request()).isEqualTo(request);
        assertThat(server.runs().get(run.id()).request()).isEqualTo(request);
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.queuedAt()).isEqualTo(run.queuedAt().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    }

    @Test
    void waitingRunsSayTheirPositionAndWhomTheyWaitFor() throws Exception {
        TestServer server = server("data", 1, Duration.ofSeconds(5));
        CountDownLatch release = new CountDownLatch(1);
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run first = accepted(server.runs().enqueue(TestServer.request("first", "disk", StepName.BACKUP), null));
        await().until(() -> server.runs().get(first.id()).state() == RunState.RUNNING);
        Run second = accepted(server.runs().enqueue(TestServer.request("second", "disk", StepName.BACKUP), null));
        Run third = accepted(server.runs().enqueue(TestServer.request("third", "other", StepName.BACKUP), null));

        await().untilAsserted(() -> assertThat(server.runs().get(second.id()).waitingFor())
                .isEqualTo("run " + first.id() + " of plan first, which writes to the same destination"));
        assertThat(server.runs().get(second.id()).queuePosition()).isEqualTo(1);
        assertThat(server.runs().get(third.id()).queuePosition()).isEqualTo(2);
        assertThat(server.runs().get(first.id()).queuePosition()).isNull();
        assertThat(server.runs().queueLength()).isEqualTo(2);
        assertThat(server.runs().active("second")).map(Run::id).contains(second.id());
        release.countDown();
        Run ended = finished(server, second);
        assertThat(ended.waitingFor()).isNull();
        assertThat(ended.queuePosition()).isNull();
        finished(server, third);
    }

    @Test
    void aRunBehindABusyDestinationTakesNoSlot() throws Exception {
        TestServer server = server("data", 2, Duration.ofSeconds(5));
        CountDownLatch release = new CountDownLatch(1);
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run first = accepted(server.runs().enqueue(TestServer.request("first", "disk", StepName.BACKUP), null));
        Run blocked = accepted(server.runs().enqueue(TestServer.request("second", "disk", StepName.BACKUP), null));
        Run other = accepted(server.runs().enqueue(TestServer.request("third", "other", StepName.ROTATE), null));
        assertThat(finished(server, other).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(server.runs().get(blocked.id()).state()).isEqualTo(RunState.QUEUED);
        release.countDown();
        finished(server, first);
        finished(server, blocked);
    }

    @Test
    void awaitAnswersTheRunAsItIsWhenTheTimeIsOver() throws Exception {
        TestServer server = idle();
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        long began = System.nanoTime();
        assertThat(server.runs().await(run.id(), Duration.ofMillis(300)).state())
                .isEqualTo(RunState.QUEUED);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(3));
        assertThatThrownBy(() -> server.runs().await("01AAAAAAAAAAAAAAAAAAAAAAAA", Duration.ZERO))
                .isInstanceOf(RunNotFoundException.class);
    }

    @Test
    void pagesAreStableWhileRunsAreAdded() throws Exception {
        TestServer server = server();
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            before.addFirst(finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)))
                    .id());
        }
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            RunPage page = server.runs().list(RunFilter.ALL, 5, cursor);
            page.items().forEach(run -> seen.add(run.id()));
            cursor = page.next();
            finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        } while (cursor != null);
        assertThat(seen).isEqualTo(before);
        assertThat(before).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        for (String wrong : List.of("", "x", "MTIz", "!!", "LTEgMDFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE")) {
            assertThatThrownBy(() -> server.runs().list(RunFilter.ALL, 5, wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor");
        }
        for (int limit : new int[] {0, 501, -1}) {
            assertThatThrownBy(() -> server.runs().list(RunFilter.ALL, limit, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void historyIsFilteredByWhatWasAsked() throws Exception {
        TestServer server = server();
        server.planner.behaviour.put(
                StepName.ROTATE, context -> StepResult.failed(RunReason.PREVIEW_OUTDATED, "outdated"));
        Run good = finished(
                server, accepted(server.runs().enqueue(TestServer.request("laptop", "a", StepName.BACKUP), null)));
        clock.advance(Duration.ofHours(1));
        Run bad = finished(
                server, accepted(server.runs().enqueue(TestServer.request("server", "b", StepName.ROTATE), null)));

        assertThat(listed(server, Set.of("laptop"), Set.of(), Set.of(), Set.of()))
                .containsExactly(good.id());
        assertThat(listed(server, Set.of("laptop", "server"), Set.of(), Set.of(), Set.of()))
                .containsExactly(bad.id(), good.id());
        assertThat(listed(server, Set.of(), Set.of(RunState.FAILED, RunState.PARTIAL), Set.of(), Set.of()))
                .containsExactly(bad.id());
        assertThat(listed(server, Set.of(), Set.of(), Set.of(Trigger.SCHEDULE), Set.of()))
                .isEmpty();
        assertThat(listed(server, Set.of(), Set.of(), Set.of(Trigger.API), Set.of(RunReason.PREVIEW_OUTDATED)))
                .containsExactly(bad.id());
        RunFilter exactly = new RunFilter(Set.of(), Set.of(), Set.of(), Set.of(), good.queuedAt(), bad.queuedAt());
        assertThat(server.runs().list(exactly, 50, null).items())
                .extracting(Run::id)
                .containsExactly(good.id());
        assertThat(server.runs().last("laptop")).map(Run::id).contains(good.id());
        assertThat(server.runs().last("nobody")).isEmpty();
    }

    private static List<String> listed(
            TestServer server, Set<String> plans, Set<RunState> states, Set<Trigger> triggers, Set<RunReason> reasons) {
        RunFilter filter = new RunFilter(plans, states, triggers, reasons, null, null);
        return server.runs().list(filter, 50, null).items().stream()
                .map(Run::id)
                .toList();
    }

    @Test
    void wrongTransitionsAreRefused() throws Exception {
        TestServer server = server();
        Run run = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        RunStore store = server.bean(RunStore.class);
        StepStore steps = server.bean(StepStore.class);
        RunOutcome failed = new RunOutcome(RunState.FAILED, RunReason.INTERNAL, "no");
        assertThat(store.claim(run.id(), "another", clock.instant())).isFalse();
        assertThat(store.holds(run.id(), server.node())).isFalse();
        assertThat(store.end(run.id(), server.node(), failed, clock.instant(), null))
                .isFalse();
        assertThat(store.cancelQueued(run.id(), "me", clock.instant(), failed)).isFalse();
        assertThat(store.requestCancel(run.id(), "me", clock.instant())).isFalse();
        assertThatThrownBy(() -> steps.start(run.id(), 0, clock.instant())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> steps.skip(run.id(), 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> steps.end(run.id(), 0, StepResult.succeeded(), clock.instant(), Duration.ZERO, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThat(server.runs().get(run.id())).isEqualTo(run);
    }

    static List<Enqueued> atOnce(int times, Callable<Enqueued> request) throws Exception {
        return atOnce(java.util.Collections.nCopies(times, request));
    }

    static List<Enqueued> atOnce(List<Callable<Enqueued>> requests) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Enqueued>> answers = requests.stream()
                    .map(request -> threads.submit(() -> {
                        go.await();
                        return request.call();
                    }))
                    .toList();
            go.countDown();
            List<Enqueued> result = new ArrayList<>();
            for (Future<Enqueued> answer : answers) {
                result.add(answer.get());
            }
            return result;
        }
    }
}
