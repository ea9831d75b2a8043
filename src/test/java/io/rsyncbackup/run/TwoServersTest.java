package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;

/** Two servers, each with its data directory, on one PostgreSQL. */
@SuppressWarnings("try")
class TwoServersTest extends RunsContract {
    private String url;
    private TestServer one;
    private TestServer two;

    @Override
    String url() {
        if (url == null) {
            url = Postgres.freshDatabase();
        }
        return url;
    }

    @BeforeEach
    void startBoth() {
        one = server("one", 4, Duration.ofSeconds(1));
        two = server("two", 4, Duration.ofSeconds(1));
    }

    @Test
    void neverRunOneRunTwiceNorTwoRunsOfOneDestinationAtOnce() throws Exception {
        Overlaps overlaps = new Overlaps();
        one.planner.behaviour.put(StepName.BACKUP, overlaps::perform);
        two.planner.behaviour.put(StepName.BACKUP, overlaps::perform);
        List<java.util.concurrent.Callable<Enqueued>> requests = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            TestServer server = i % 2 == 0 ? one : two;
            RunRequest request = TestServer.request("plan-" + i, "destination-" + i % 5, StepName.BACKUP);
            requests.add(() -> server.runs().enqueue(request, null));
        }
        List<String> nodes = new ArrayList<>();
        for (Enqueued answer : RunQueueContract.atOnce(requests)) {
            Run run = one.runs().await(accepted(answer).id(), Duration.ofSeconds(60));
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            nodes.add(run.node());
        }
        overlaps.verify(60);
        assertThat(nodes).contains(one.node(), two.node());
    }

    @Test
    void eachHearsAndCancelsWhatTheOtherRuns() throws Exception {
        two.planner.waitsFor = java.util.Optional.of("the other server");
        one.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        Run run = accepted(one.runs().enqueue(TestServer.request("laptop"), null));
        RunLifeContract.awaitStep(one, run, StepName.BACKUP);
        List<RunEvent> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable subscription = two.events().subscribe(run.id(), heard::add)) {
            assertThat(two.runs().cancel(run.id(), "bob").state()).isEqualTo(RunState.RUNNING);
            Run ended = two.runs().await(run.id(), Duration.ofSeconds(15));
            assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
            assertThat(ended.cancelledBy()).isEqualTo("bob");
            await().untilAsserted(() -> assertThat(heard).last().returns(RunEvent.Type.ENDED, RunEvent::type));
        }
        assertThat(heard).extracting(RunEvent::id).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aServerThatWasCutOffLeavesTheRunsOfTheOthersAlone() throws Exception {
        one.planner.waitsFor = java.util.Optional.of("the other server");
        two.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        Run run = accepted(two.runs().enqueue(TestServer.request("laptop"), null));
        RunLifeContract.awaitStep(two, run, StepName.BACKUP);

        one.bean(SmartLifecycle.class, "heartbeat").stop();

        await().during(Duration.ofSeconds(19))
                .atMost(Duration.ofSeconds(25))
                .until(() -> two.runs().get(run.id()).state() == RunState.RUNNING);
        one.bean(SmartLifecycle.class, "heartbeat").start();
        await().during(Duration.ofSeconds(3))
                .until(() -> two.runs().get(run.id()).state() == RunState.RUNNING);
        two.runs().cancel(run.id(), "bob");
        assertThat(two.runs().await(run.id(), Duration.ofSeconds(15)).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void aServerWithoutHeartbeatStopsItsWritersAndTheOtherEndsWhatIsLeft() throws Exception {
        two.planner.waitsFor = java.util.Optional.of("the other server");
        CountDownLatch release = new CountDownLatch(1);
        one.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        one.planner.behaviour.put(StepName.SNAPSHOT, FakePlanner.untilReleased(release));
        Run polite = accepted(one.runs().enqueue(TestServer.request("polite", "a", StepName.BACKUP), null));
        RunRequest again = new RunRequest(
                "stuck",
                1,
                Trigger.SCHEDULE,
                "schedule",
                List.of(StepName.SNAPSHOT, StepName.ROTATE),
                false,
                null,
                Map.of(),
                "{}",
                "b",
                null,
                true,
                null);
        Run stuck = accepted(one.runs().enqueue(again, null));
        RunLifeContract.awaitStep(one, polite, StepName.BACKUP);
        RunLifeContract.awaitStep(one, stuck, StepName.SNAPSHOT);

        long silent = System.nanoTime();
        one.bean(SmartLifecycle.class, "heartbeat").stop();

        Run stopped = two.runs().await(polite.id(), Duration.ofSeconds(15));
        assertThat(stopped.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(stopped.message()).contains("lost its connection");
        Run ended = two.runs().await(stuck.id(), Duration.ofSeconds(30));
        assertThat(ended.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(ended.reason()).isEqualTo(RunReason.SERVER_DIED);
        assertThat(Duration.ofNanos(System.nanoTime() - silent)).isGreaterThan(Duration.ofSeconds(12));
        assertThat(two.runs().active("stuck")).hasValueSatisfying(rerun -> {
            assertThat(rerun.request().trigger()).isEqualTo(Trigger.RERUN);
            assertThat(rerun.request().rerunOf()).isEqualTo(stuck.id());
        });

        release.countDown();
        await().until(() -> one.planner.closed.contains(stuck.id()));
        assertThat(two.runs().get(stuck.id())).isEqualTo(ended);
        assertThat(one.planner.performed).doesNotContain(stuck.id() + " rotate");
    }
}
