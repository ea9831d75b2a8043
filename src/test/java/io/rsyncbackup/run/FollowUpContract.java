package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run that is asked for while the plan has an active one. */
abstract class FollowUpContract extends RunsContract {
    @Test
    void beginsAtOnceWhereNothingIsInTheWay() throws Exception {
        TestServer server = server();
        Run run = server.runs().enqueueNext(request("first")).orElseThrow();
        assertThat(finished(server, run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(runs(server)).hasSize(1);
    }

    @Test
    void followsTheActiveRunOnceHoweverOftenItIsAskedForAndAsAskedForLast() throws Exception {
        TestServer server = server();
        CountDownLatch release = new CountDownLatch(1);
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run active = accepted(server.runs().enqueue(TestServer.request("laptop", "laptop", StepName.BACKUP), null));
        await().until(() -> server.runs().get(active.id()).state() == RunState.RUNNING);
        for (String note : List.of("one", "two", "three")) {
            assertThat(server.runs().enqueueNext(request(note))).isEmpty();
        }
        assertThat(runs(server)).hasSize(1);
        release.countDown();
        await().untilAsserted(() -> assertThat(runs(server)).hasSize(2));
        Run next = finished(server, runs(server).getFirst());
        assertThat(next.request()).isEqualTo(request("three"));
        assertThat(next.state()).isEqualTo(RunState.SUCCEEDED);
        // a round later nothing more has come
        finished(server, accepted(server.runs().enqueue(TestServer.request("other"), null)));
        assertThat(runs(server)).hasSize(2);
    }

    @Test
    void followsWhateverBecameOfTheActiveRunAndOfTheServer() throws Exception {
        TestServer first = server("data", 1, Duration.ofMillis(100));
        first.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        Run active = accepted(first.runs().enqueue(TestServer.request("laptop", "laptop", StepName.BACKUP), null));
        await().until(() -> first.runs().get(active.id()).state() == RunState.RUNNING);
        assertThat(first.runs().enqueueNext(request("after the restart"))).isEmpty();
        first.close();

        TestServer second = server("data", 1, Duration.ofSeconds(5));
        await().untilAsserted(() -> assertThat(runs(second)).hasSize(2));
        assertThat(finished(second, runs(second).getFirst()).request()).isEqualTo(request("after the restart"));
        assertThat(second.runs().get(active.id()).state()).isEqualTo(RunState.INTERRUPTED);
    }

    @Test
    void doesNotFollowOnceThePlanIsDeleted() throws Exception {
        TestServer server = server();
        CountDownLatch release = new CountDownLatch(1);
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run active = accepted(server.runs().enqueue(TestServer.request("laptop", "laptop", StepName.BACKUP), null));
        await().until(() -> server.runs().get(active.id()).state() == RunState.RUNNING);
        assertThat(server.runs().enqueueNext(request("too late"))).isEmpty();
        server.planner.deleted.add("laptop");
        release.countDown();
        finished(server, active);
        // two rounds later: what was due in the first has been dealt with
        for (String other : List.of("other", "third")) {
            accepted(server.runs().enqueue(TestServer.request(other, other, StepName.BACKUP), null));
            assertThat(server.runs().enqueueNext(TestServer.request(other, other, StepName.SNAPSHOT)))
                    .isNotNull();
            await().untilAsserted(() -> assertThat(runs(server, other))
                    .hasSize(2)
                    .allSatisfy(run -> assertThat(run.state()).isEqualTo(RunState.SUCCEEDED)));
        }
        assertThat(runs(server)).hasSize(1);
        // nor when a plan of that name comes again
        server.planner.deleted.clear();
        accepted(server.runs().enqueue(TestServer.request("fourth", "fourth", StepName.BACKUP), null));
        server.runs().enqueueNext(TestServer.request("fourth", "fourth", StepName.SNAPSHOT));
        await().untilAsserted(() -> assertThat(runs(server, "fourth")).hasSize(2));
        assertThat(runs(server)).hasSize(1);
    }

    @Test
    void isNeitherLostNorDoubledWhenRunsEndAtThatMoment() throws Exception {
        TestServer server = server("data", 4, Duration.ofSeconds(5));
        for (int i = 0; i < 8; i++) {
            String plan = "plan-" + i;
            Run active = accepted(server.runs().enqueue(TestServer.request(plan, plan, StepName.BACKUP), null));
            Thread asking = Thread.ofVirtual()
                    .start(() -> server.runs().enqueueNext(TestServer.request(plan, plan, StepName.SNAPSHOT)));
            finished(server, active);
            asking.join();
        }
        await().untilAsserted(() -> assertThat(IntStream.range(0, 8).mapToObj(i -> runs(server, "plan-" + i)))
                .allSatisfy(runs -> assertThat(runs)
                        .hasSize(2)
                        .allSatisfy(run -> assertThat(run.state()).isEqualTo(RunState.SUCCEEDED))));
    }

    private static List<Run> runs(TestServer server) {
        return runs(server, "laptop");
    }

    private static List<Run> runs(TestServer server, String plan) {
        RunFilter filter = new RunFilter(
                java.util.Set.of(plan), java.util.Set.of(), java.util.Set.of(), java.util.Set.of(), null, null);
        return server.runs().list(filter, 50, null).items();
    }

    private static RunRequest request(String note) {
        return new RunRequest(
                "laptop",
                3,
                Trigger.HOOK,
                "daemon",
                List.of(StepName.SNAPSHOT, StepName.ROTATE),
                false,
                note,
                Map.of("latestPartial", "true"),
                "{\"ü\": 1}",
                "/mnt/laptop",
                null,
                true,
                null);
    }
}
