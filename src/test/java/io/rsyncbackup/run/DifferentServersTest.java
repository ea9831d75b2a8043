package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Servers on one PostgreSQL that do not have the same disks and plans. */
class DifferentServersTest extends RunsContract {
    private String url;

    @Override
    String url() {
        if (url == null) {
            url = Postgres.freshDatabase();
        }
        return url;
    }

    private TestServer server(String name, Set<String> labels, Map<String, String> plans) {
        TestServer server = prepared(name, 2, Duration.ofSeconds(1));
        server.labels = labels;
        server.plans = plans;
        return server.start();
    }

    @Test
    void onlyAServerWithTheLabelTakesTheRun() throws Exception {
        TestServer nas = server("one", Set.of("nas", "tape"), Map.of());
        TestServer other = server("two", Set.of("usb"), Map.of());
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            runs.add(accepted((i % 2 == 0 ? nas : other).runs().enqueue(labelled("plan-" + i, "nas"), null)));
        }
        for (Run run : runs) {
            Run ended = finished(other, run);
            assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(ended.node()).isEqualTo(nas.node());
        }
        assertThat(other.planner.performed).isEmpty();
    }

    @Test
    void aRunThatNoServerCanTakeSaysSoUntilOneComes() throws Exception {
        TestServer one = server("one", Set.of("nas"), Map.of());
        Run run = accepted(one.runs().enqueue(labelled("laptop", "tape"), null));
        await().untilAsserted(() -> assertThat(one.runs().get(run.id()).waitingFor())
                .contains("a server with the label tape", "none that is up"));
        assertThat(one.runs().get(run.id()).state()).isEqualTo(RunState.QUEUED);
        TestServer tape = server("two", Set.of("tape"), Map.of());
        Run ended = finished(one, run);
        assertThat(ended.node()).isEqualTo(tape.node());
        assertThat(ended.waitingFor()).isNull();
    }

    @Test
    void aServerThatLacksThePlanLeavesItsRunsAndWhatFollowsToOthers() throws Exception {
        TestServer without = prepared("two", 4, Duration.ofSeconds(1));
        without.planner.deleted.add("laptop");
        without.start();
        TestServer with = server("one", Set.of(), Map.of("laptop", "1"));
        CountDownLatch release = new CountDownLatch(1);
        with.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run active = accepted(with.runs().enqueue(TestServer.request("laptop", "laptop", StepName.BACKUP), null));
        RunLifeContract.awaitStep(with, active, StepName.BACKUP);
        assertThat(with.runs().enqueueNext(TestServer.request("laptop", "laptop", StepName.ROTATE)))
                .isEmpty();
        // until the other one has heard of this one
        await().untilAsserted(() ->
                assertThat(without.bean(Cluster.class).everyOther()).hasSize(1));
        release.countDown();
        assertThat(finished(with, active).node()).isEqualTo(with.node());
        await().untilAsserted(() -> assertThat(with.runs().last("laptop")).hasValueSatisfying(run -> {
            assertThat(run.id()).isNotEqualTo(active.id());
            assertThat(run.node()).isEqualTo(with.node());
        }));
        assertThat(without.planner.performed).isEmpty();
    }

    @Test
    void serversThatDoNotAgreeAboutPlansSayWhichUntilTheyDo() {
        TestServer one = server("one", Set.of(), Map.of("same", "1", "changed", "1"));
        TestServer two = server("two", Set.of(), Map.of("same", "1", "changed", "2", "missing", "1"));
        Duration some = Duration.ofSeconds(20);
        await().atMost(some).untilAsserted(() -> {
            assertThat(one.bean(Cluster.class).disagreements()).containsExactly("changed", "missing");
            assertThat(two.bean(Cluster.class).disagreements()).containsExactly("changed", "missing");
        });
        two.close();
        TestServer mended = server("two", Set.of(), Map.of("same", "1", "changed", "1"));
        assertThat(mended.bean(Cluster.class).disagreements()).isEmpty();
        await().atMost(some)
                .untilAsserted(() ->
                        assertThat(one.bean(Cluster.class).disagreements()).isEmpty());
    }

    private static RunRequest labelled(String plan, String label) {
        return new RunRequest(
                plan,
                1,
                Trigger.API,
                "tester",
                List.of(StepName.BACKUP),
                false,
                null,
                Map.of(),
                "{}",
                plan,
                label,
                false,
                null);
    }
}
