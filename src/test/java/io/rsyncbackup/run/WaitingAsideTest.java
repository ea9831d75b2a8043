package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A run that only waits, as for another host's lock, takes no slot. */
class WaitingAsideTest extends RunsContract {
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    String url() {
        return null;
    }

    @Test
    void othersRunWhileItWaitsAndItSaysWhomItWaitsFor() throws Exception {
        TestServer server = waiting();
        Run waiting = accepted(server.runs().enqueue(TestServer.request("waits", "away", StepName.BACKUP), null));
        await().untilAsserted(() ->
                assertThat(server.runs().get(waiting.id()).waitingFor()).isEqualTo("another server"));
        Run other = accepted(server.runs().enqueue(TestServer.request("other", "here", StepName.SNAPSHOT), null));
        assertThat(finished(server, other).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(server.runs().get(waiting.id()).state()).isEqualTo(RunState.RUNNING);
        release.countDown();
        Run ended = finished(server, waiting);
        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.waitingFor()).isNull();
    }

    @Test
    void itGoesOnOnlyWhenASlotIsFreeAgain() throws Exception {
        TestServer server = waiting();
        CountDownLatch otherEnds = new CountDownLatch(1);
        server.planner.behaviour.put(StepName.SNAPSHOT, FakePlanner.untilReleased(otherEnds));
        Run waiting = accepted(server.runs().enqueue(TestServer.request("waits", "away", StepName.BACKUP), null));
        await().until(() -> server.runs().get(waiting.id()).waitingFor() != null);
        Run other = accepted(server.runs().enqueue(TestServer.request("other", "here", StepName.SNAPSHOT), null));
        await().until(() -> server.runs().get(other.id()).state() == RunState.RUNNING);
        release.countDown();
        assertThat(server.runs().await(waiting.id(), Duration.ofMillis(700)).state())
                .isEqualTo(RunState.RUNNING);
        otherEnds.countDown();
        assertThat(finished(server, waiting).state()).isEqualTo(RunState.SUCCEEDED);
        finished(server, other);
        assertThat(finished(server, accepted(server.runs().enqueue(TestServer.request("third"), null)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    private TestServer waiting() {
        TestServer server = server("data", 1, Duration.ofSeconds(5));
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            context.aside(
                    "another server", () -> FakePlanner.untilReleased(release).apply(context));
            return StepResult.succeeded();
        });
        return server;
    }
}
