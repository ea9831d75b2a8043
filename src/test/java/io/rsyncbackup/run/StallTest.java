package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A run that hangs is noticed, and goes on when it can. */
class StallTest extends RunsContract {
    private static final Duration LONGEST = Duration.ofMillis(600);

    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    String url() {
        return null;
    }

    private TestServer watching() {
        TestServer server = prepared("data", 2, Duration.ofSeconds(5));
        server.stallTimeout = LONGEST;
        return server.start();
    }

    @Test
    void aRunThatShowsNoSignIsWarnedOfOnceAndNotEnded() throws Exception {
        TestServer server = watching();
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        await().until(() -> server.bean(Admission.class).stalled() == 1);
        assertThat(server.runs().get(run.id()).state()).isEqualTo(RunState.RUNNING);
        await().during(LONGEST.multipliedBy(3))
                .until(() -> server.bean(Admission.class).stalled() == 1);
        release.countDown();
        Run ended = finished(server, run);
        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.warnings())
                .singleElement()
                .asString()
                .contains("nothing was seen of this run for 0.6s")
                .contains("stall-timeout");
        await().until(() -> server.bean(Admission.class).stalled() == 0);
    }

    @Test
    void outputProgressAndWaitingForSomebodyAreNoStall() throws Exception {
        TestServer server = watching();
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            for (int i = 0; i < 8; i++) {
                pause();
                context.log("line " + i);
            }
            for (int i = 0; i < 8; i++) {
                pause();
                context.progress(new Progress(null, i, 0, null, null, null));
            }
            context.aside("another server", () -> {
                for (int i = 0; i < 8; i++) {
                    pause();
                }
            });
            return StepResult.succeeded();
        });
        Run ended = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.warnings()).isEmpty();
    }

    private static void pause() {
        try {
            Thread.sleep(LONGEST.toMillis() / 5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
