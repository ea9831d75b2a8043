package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a run lives: steps, outcome, cancelling, timeout, shutdown. */
@SuppressWarnings("try")
abstract class RunLifeContract extends RunsContract {
    @Test
    void aRunGoesThroughItsStepsAndSucceeds() throws Exception {
        TestServer server = server();
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            context.log("copying");
            context.log(new byte[] {'a', 7, (byte) 0xff});
            context.warn("the source is on a slow disk");
            context.attempt();
            return new StepResult(
                    RunState.SUCCEEDED, null, "copied 3 files", "rsync -a", 0, Map.of("transfer", Map.of("files", 3)));
        });

        Run queued = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        Run run = finished(server, queued);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.reason()).isNull();
        assertThat(run.message()).isEqualTo("copied 3 files");
        assertThat(run.node()).isEqualTo(server.node());
        assertThat(run.duration()).isPositive();
        assertThat(run.details()).isEqualTo(Map.of("transfer", Map.of("files", 3)));
        assertThat(run.warnings()).containsExactly("the source is on a slow disk");
        assertThat(run.steps())
                .extracting(RunStep::name, RunStep::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(StepName.BACKUP, RunState.SUCCEEDED),
                        org.assertj.core.groups.Tuple.tuple(StepName.SNAPSHOT, RunState.SUCCEEDED),
                        org.assertj.core.groups.Tuple.tuple(StepName.ROTATE, RunState.SUCCEEDED));
        assertThat(run.steps().getFirst().attempts()).isEqualTo(2);
        assertThat(run.steps().getFirst().command()).isEqualTo("rsync -a");
        assertThat(run.steps().getFirst().exitCode()).isZero();
        assertThat(server.planner.closed).containsExactly(run.id());
        assertThat(server.ended).extracting(Run::id).containsExactly(run.id());
        assertThat(server.ended.getFirst().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(Files.readString(server.logs().file(run.id())))
                .contains(" backup  copying\n")
                .contains(" backup  a\\#007\\#377\n")
                .contains(" run  warning: the source is on a slow disk\n")
                .endsWith(" run  succeeded: copied 3 files\n");
        assertThat(server.logs().size(run.id()))
                .isEqualTo(Files.size(server.logs().file(run.id())));
        assertThat(server.runs().active("laptop")).isEmpty();
        assertThat(server.runs().last("laptop")).contains(run);
    }

    @Test
    void aFailedStepKeepsLaterOnesFromRunningButNotTheUnmount() throws Exception {
        TestServer server = server();
        server.planner.additional = List.of(StepName.UNMOUNT);
        server.planner.behaviour.put(
                StepName.BACKUP, context -> StepResult.failed(RunReason.OUT_OF_SPACE, "the destination is full"));

        Run run = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.reason()).isEqualTo(RunReason.OUT_OF_SPACE);
        assertThat(run.message()).isEqualTo("the destination is full");
        assertThat(run.steps())
                .extracting(RunStep::state)
                .containsExactly(RunState.FAILED, RunState.SKIPPED, RunState.SKIPPED, RunState.SUCCEEDED);
        assertThat(server.planner.performed).containsExactly(run.id() + " backup", run.id() + " unmount");
    }

    @Test
    void aPartialBackupIsSnapshotAndRotatedAndTheRunIsPartial() throws Exception {
        TestServer server = server();
        server.planner.behaviour.put(
                StepName.BACKUP,
                context -> new StepResult(
                        RunState.PARTIAL, RunReason.UNREADABLE_FILES, "2 files could not be read", null, 23, Map.of()));

        Run run = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));

        assertThat(run.state()).isEqualTo(RunState.PARTIAL);
        assertThat(run.reason()).isEqualTo(RunReason.UNREADABLE_FILES);
        assertThat(run.message()).isEqualTo("2 files could not be read");
        assertThat(server.planner.performed).hasSize(3);
    }

    @Test
    void aFailedRotationFailsTheRunAndAFailedUnmountOnlyWarns() throws Exception {
        TestServer server = server();
        server.planner.additional = List.of(StepName.UNMOUNT);
        server.planner.behaviour.put(
                StepName.UNMOUNT, context -> StepResult.failed(RunReason.DEVICE_BUSY, "/mnt is busy"));
        Run warned = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(warned.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(warned.warnings()).containsExactly("unmount: /mnt is busy");

        server.planner.behaviour.put(
                StepName.ROTATE, context -> StepResult.failed(RunReason.PREVIEW_OUTDATED, "the preview is outdated"));
        Run failed = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.reason()).isEqualTo(RunReason.PREVIEW_OUTDATED);
    }

    @Test
    void aStepThatThrowsFailsAsInternalAndAPlannerThatThrowsToo() throws Exception {
        TestServer server = server();
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            throw new IllegalStateException("boom");
        });
        Run step = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(step.state()).isEqualTo(RunState.FAILED);
        assertThat(step.reason()).isEqualTo(RunReason.INTERNAL);
        assertThat(step.message()).contains("step backup failed unexpectedly").contains("boom");

        server.planner.openFailure = new IllegalArgumentException("no such plan");
        Run planner = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(planner.state()).isEqualTo(RunState.FAILED);
        assertThat(planner.reason()).isEqualTo(RunReason.INTERNAL);
        assertThat(planner.steps()).isEmpty();
    }

    @Test
    void cancellingEndsTheRunningStepAndStillUnmounts() throws Exception {
        TestServer server = server();
        server.planner.additional = List.of(StepName.UNMOUNT);
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        awaitStep(server, run, StepName.BACKUP);

        Run asked = server.runs().cancel(run.id(), "alice");
        assertThat(asked.state()).isEqualTo(RunState.RUNNING);
        assertThat(asked.cancelRequestedAt()).isNotNull();

        Run ended = finished(server, run);
        assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
        assertThat(ended.reason()).isEqualTo(RunReason.CANCELLED);
        assertThat(ended.cancelledBy()).isEqualTo("alice");
        assertThat(ended.message()).isEqualTo("cancelled by alice");
        assertThat(ended.steps())
                .extracting(RunStep::state)
                .containsExactly(RunState.CANCELLED, RunState.SKIPPED, RunState.SKIPPED, RunState.SUCCEEDED);
        assertThatThrownBy(() -> server.runs().cancel(run.id(), "alice"))
                .isInstanceOf(RunNotActiveException.class)
                .hasMessageContaining("cancelled");
        assertThatThrownBy(() -> server.runs().cancel("01AAAAAAAAAAAAAAAAAAAAAAAA", "alice"))
                .isInstanceOf(RunNotFoundException.class);
    }

    @Test
    void cancellingAQueuedRunEndsItAtOnce() {
        TestServer server = server("data", 1, Duration.ofSeconds(5));
        server.planner.waitsFor = java.util.Optional.of("the disk");
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));

        Run ended = server.runs().cancel(run.id(), "alice");

        assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
        assertThat(ended.startedAt()).isNull();
        assertThat(ended.duration()).isNull();
        assertThat(ended.cancelledBy()).isEqualTo("alice");
        assertThat(server.ended).extracting(Run::id).containsExactly(run.id());
        assertThat(server.runs().queueLength()).isZero();
        assertThat(server.planner.performed).isEmpty();
    }

    @Test
    void aRunThatTakesTooLongFailsWithTimeout() throws Exception {
        TestServer server = server();
        server.planner.maxDuration = java.util.Optional.of(Duration.ofMillis(300));
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);

        Run run = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.reason()).isEqualTo(RunReason.TIMEOUT);
        assertThat(run.message()).contains("longer than");
        assertThat(run.duration()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
    }

    @Test
    void stoppingLetsARunFinishAndTakesNoNewOnes() throws Exception {
        TestServer server = server("data", 1, Duration.ofSeconds(20));
        CountDownLatch release = new CountDownLatch(1);
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner.untilReleased(release));
        Run running = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        awaitStep(server, running, StepName.BACKUP);
        Run waiting = accepted(server.runs().enqueue(TestServer.request("server"), null));
        Runs runs = server.runs();
        Thread stop = Thread.ofVirtual().start(server::close);
        await().untilAsserted(() -> assertThatThrownBy(() -> runs.enqueue(TestServer.request("third"), null))
                .isInstanceOf(ShuttingDownException.class));
        assertThat(runs.await(waiting.id(), Duration.ofSeconds(10)).state()).isEqualTo(RunState.QUEUED);
        release.countDown();
        stop.join();

        TestServer next = server("data", 1, Duration.ofSeconds(5));
        assertThat(next.runs().get(running.id()).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(finished(next, waiting).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(next.recovered).containsExactly(List.of());
    }

    @Test
    void stoppingInterruptsWhatDoesNotFinishInTime() throws Exception {
        TestServer server = server("data", 1, Duration.ofMillis(200));
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        awaitStep(server, run, StepName.BACKUP);
        server.close();

        Run ended = server("data", 1, Duration.ofSeconds(5)).runs().get(run.id());
        assertThat(ended.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(ended.reason()).isEqualTo(RunReason.SHUTDOWN);
        assertThat(ended.steps().getFirst().reason()).isEqualTo(RunReason.SHUTDOWN);
    }

    @Test
    void aRunThatAnotherServerEndedIsStoppedHere() throws Exception {
        TestServer server = server();
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        awaitStep(server, run, StepName.BACKUP);

        server.jdbc()
                .sql("update run set state = 'interrupted', reason = 'server-died', ended_at = 17 where id = :id")
                .param("id", run.id())
                .update();

        await().untilAsserted(() -> assertThat(server.planner.closed).containsExactly(run.id()));
        assertThat(server.runs().get(run.id()).state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(server.planner.performed).doesNotContain(run.id() + " snapshot");
    }

    @Test
    void aRowThatSaysRunningThoughNobodyRunsItIsEnded() throws Exception {
        TestServer server = server();
        server.planner.waitsFor = java.util.Optional.of("the test");
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        // as when the connection broke while the claim was committed
        assertThat(server.bean(RunStore.class).claim(run.id(), server.node(), clock.instant()))
                .isTrue();
        Run ended = finished(server, run);
        assertThat(ended.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(server.planner.performed).isEmpty();
        accepted(server.runs().enqueue(TestServer.request("laptop"), null));
    }

    static void awaitStep(TestServer server, Run run, StepName step) {
        await().until(() -> server.planner.performed.contains(run.id() + " " + step.text()));
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
