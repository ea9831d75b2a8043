package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

abstract class AdmissionContract extends RunsContract {
    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void drainedItEndsWhatRunsAndBeginsNothingUntilItIsOver() throws Exception {
        TestServer server = server("data", 1, Duration.ofSeconds(5));
        Admission admission = server.bean(Admission.class);
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run running = accepted(server.runs().enqueue(TestServer.request("runs"), null));
        RunLifeContract.awaitStep(server, running, StepName.BACKUP);
        Run queued = accepted(server.runs().enqueue(TestServer.request("waits"), null));

        Admission.Drain drain = admission.drain("alice");
        assertThat(admission.drain("bob")).isEqualTo(drain);
        assertThat(admission.drained()).contains(drain);
        assertThat(drain.by()).isEqualTo("alice");
        assertThat(admission.running()).isEqualTo(1);
        assertThatThrownBy(() -> server.runs().enqueue(TestServer.request("new"), null))
                .isInstanceOfSatisfying(
                        NotAdmittedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Closure.Reason.DRAINING))
                .hasMessageContaining("as alice asked")
                .hasMessageContaining("DELETE /api/v1/drain");
        assertThat(server.runs().active("new")).isEmpty();
        assertThat(server.runs().enqueue(TestServer.request("runs"), null)).isInstanceOf(Enqueued.AlreadyActive.class);

        release.countDown();
        assertThat(finished(server, running).state()).isEqualTo(RunState.SUCCEEDED);
        await().until(() -> admission.running() == 0);
        assertThat(server.runs().await(queued.id(), Duration.ofMillis(500)).state())
                .isEqualTo(RunState.QUEUED);

        admission.resume();
        assertThat(admission.drained()).isEmpty();
        assertThat(finished(server, queued).state()).isEqualTo(RunState.SUCCEEDED);
        accepted(server.runs().enqueue(TestServer.request("new"), null));
    }

    @Test
    void aRunThatIsAboutToBeginDoesNotAfterTheDrainWasAnswered() throws Exception {
        TestServer server = server("data", 1, Duration.ofSeconds(5));
        Admission admission = server.bean(Admission.class);
        CountDownLatch looking = new CountDownLatch(1);
        server.planner.onWaitsFor = () -> {
            looking.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        Run queued = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        assertThat(looking.await(20, TimeUnit.SECONDS)).isTrue();
        admission.drain("alice");
        release.countDown();
        assertThat(server.runs().await(queued.id(), Duration.ofMillis(500)).state())
                .isEqualTo(RunState.QUEUED);
        assertThat(admission.running()).isZero();
        admission.resume();
        assertThat(finished(server, queued).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void answersARepeatedRequestAndRemembersWhatMustFollowWhileDrained() throws Exception {
        TestServer server = server("data", 1, Duration.ofSeconds(5));
        IdempotencyKey key = new IdempotencyKey("token", "key", "hash");
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), key));
        finished(server, run);
        server.bean(Admission.class).drain("alice");
        assertThat(server.runs().enqueue(TestServer.request("laptop"), key)).isInstanceOf(Enqueued.Replayed.class);
        assertThat(server.runs().enqueueNext(TestServer.request("laptop"))).isEmpty();
        server.bean(Admission.class).resume();
        await().untilAsserted(() -> assertThat(server.runs().last("laptop"))
                .hasValueSatisfying(last -> assertThat(last.id()).isNotEqualTo(run.id())));
    }

    @Test
    void aRestartedServerIsNotDrained() throws Exception {
        TestServer server = server("data", 1, Duration.ofSeconds(5));
        server.bean(Admission.class).drain("alice");
        server.close();
        TestServer again = server("data", 1, Duration.ofSeconds(5));
        assertThat(finished(again, accepted(again.runs().enqueue(TestServer.request("laptop"), null)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
    }
}
