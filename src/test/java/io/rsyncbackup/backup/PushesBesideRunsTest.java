package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Pushes and runs at the same time. */
class PushesBesideRunsTest extends OnAPushedPlan {
    @Test
    void aPushIsRefusedWhileASnapshotIsTaken() {
        RunRequest request =
                house.queued(false, StepName.SNAPSHOT, StepName.ROTATE).request();
        for (Run run : List.of(
                RequestedRuns.run(request, RunState.RUNNING),
                RequestedRuns.run(request, RunState.RUNNING, step(StepName.SNAPSHOT, RunState.RUNNING)))) {
            runs.active = run;
            assertThatThrownBy(() -> hooks.begins(call(PUSH)))
                    .isInstanceOfSatisfying(
                            HookRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(HookRefusedException.Reason.SNAPSHOT_UNDER_WAY))
                    .hasMessageContaining("run run1");
            assertThat(house.tools.pushes().underWay(BackupHouse.PLAN)).isEmpty();
            assertThat(hooks.begins(call(PULL)).outcome()).isEqualTo(DaemonHooks.Outcome.NOTED);
        }
    }

    @Test
    void aPushIsLetInBesideARunThatTakesNoSnapshotNow() {
        RunRequest request =
                house.queued(false, StepName.SNAPSHOT, StepName.ROTATE).request();
        for (Run run : List.of(
                RequestedRuns.run(request, RunState.QUEUED),
                RequestedRuns.run(
                        request,
                        RunState.RUNNING,
                        step(StepName.SNAPSHOT, RunState.SUCCEEDED),
                        step(StepName.ROTATE, RunState.RUNNING)),
                RequestedRuns.run(house.queued(false, StepName.ROTATE).request(), RunState.RUNNING),
                RequestedRuns.run(house.queued(true, StepName.SNAPSHOT).request(), RunState.RUNNING))) {
            runs.active = run;
            assertThat(hooks.begins(call(PUSH)).outcome()).isEqualTo(DaemonHooks.Outcome.NOTED);
        }
    }

    @Test
    void aPushThatEndsBesideARunIsRememberedForOneMore() {
        RunRequest request =
                house.queued(false, StepName.SNAPSHOT, StepName.ROTATE).request();
        runs.active = RequestedRuns.run(request, RunState.RUNNING);
        DaemonHooks.Answer answer = hooks.ended(call(List.of()), 0, CALLER);
        assertThat(answer.outcome()).isEqualTo(DaemonHooks.Outcome.RUN_FOLLOWS);
        assertThat(answer.run()).isEqualTo(runs.active);
        assertThat(runs.requests).hasSize(1);
    }

    @Test
    void aPushThatEndsWhileNoRunBeginsIsToldSo() {
        runs.closed = true;
        DaemonHooks.Answer answer = hooks.ended(call(List.of()), 0, CALLER);
        assertThat(answer.outcome()).isEqualTo(DaemonHooks.Outcome.RUN_FOLLOWS);
        assertThat(answer.run()).isNull();
        assertThat(answer.reason()).contains("begins no runs now").doesNotContain("active");
        assertThat(runs.requests).hasSize(1);
    }

    @Test
    void aQueuedRunThatDoesTheSameIsEnough() {
        RunRequest request =
                house.queued(false, StepName.SNAPSHOT, StepName.ROTATE).request();
        runs.active = RequestedRuns.run(request, RunState.QUEUED);
        DaemonHooks.Answer answer = hooks.ended(call(List.of()), 0, CALLER);
        assertThat(answer.outcome()).isEqualTo(DaemonHooks.Outcome.RUN);
        assertThat(answer.run()).isEqualTo(runs.active);
        assertThat(runs.requests).isEmpty();

        // what would be recorded as complete is not enough for a partial push, nor is a dry run or a rotation
        assertThat(hooks.ended(other(1), 23, CALLER).outcome()).isEqualTo(DaemonHooks.Outcome.RUN_FOLLOWS);
        runs.active = RequestedRuns.run(
                house.queued(true, StepName.SNAPSHOT, StepName.ROTATE).request(), RunState.QUEUED);
        assertThat(hooks.ended(other(2), 0, CALLER).outcome()).isEqualTo(DaemonHooks.Outcome.RUN_FOLLOWS);
        runs.active = RequestedRuns.run(house.queued(false, StepName.ROTATE).request(), RunState.QUEUED);
        assertThat(hooks.ended(other(3), 0, CALLER).outcome()).isEqualTo(DaemonHooks.Outcome.RUN_FOLLOWS);
        assertThat(runs.requests).hasSize(3);
    }

    @Test
    void aSnapshotWaitsForAPushThatBeganBeforeItsRun() throws Exception {
        Files.writeString(house.layout.latest().resolve("pushed"), "half");
        house.destinations.adopt(house.layout, true, null);
        house.states.knowDestination(
                BackupHouse.PLAN,
                house.destinations.peek(house.layout).orElseThrow().id());
        hooks.begins(call(PUSH));
        Run run = house.queued(false, StepName.SNAPSHOT);
        assertThat(new BackupStepPlanner(
                                house.tools,
                                house.memory,
                                house.trash,
                                house.plans,
                                new HookSettings(new java.util.TreeMap<>()),
                                house.real)
                        .waitsFor(run))
                .contains("a push from 192.0.2.7 that is under way");
        RecordedContext context = new RecordedContext(run);
        CompletableFuture<StepResult> result = CompletableFuture.supplyAsync(() -> snapshot(run, context));
        org.awaitility.Awaitility.await().until(() -> context.log.toString().contains("waiting for a push"));
        Files.writeString(house.layout.latest().resolve("pushed"), "whole");
        hooks.ended(call(List.of()), 0, CALLER);
        assertThat(result.get(30, TimeUnit.SECONDS).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.snapshots().getFirst().path().resolve("pushed")).hasContent("whole");
    }

    @Test
    void aRunThatWaitsForAPushCanBeCancelled() throws Exception {
        Files.writeString(house.layout.latest().resolve("pushed"), "half");
        house.destinations.adopt(house.layout, true, null);
        house.states.knowDestination(
                BackupHouse.PLAN,
                house.destinations.peek(house.layout).orElseThrow().id());
        hooks.begins(call(PUSH));
        Run run = house.queued(false, StepName.SNAPSHOT);
        RecordedContext context = new RecordedContext(run);
        context.stop.request();
        assertThat(snapshot(run, context).state()).isEqualTo(RunState.CANCELLED);
        assertThat(house.snapshots()).isEmpty();
    }

    @Test
    void aDaemonThatDiedHoldsNothingUp() throws Exception {
        hooks.begins(call(PUSH));
        assertThat(house.tools.pushes().underWay(BackupHouse.PLAN)).isPresent();
        daemon.destroyForcibly().waitFor();
        assertThat(house.tools.pushes().underWay(BackupHouse.PLAN)).isEmpty();
    }
}
