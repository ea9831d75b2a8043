package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.snapshot.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDaemonHooksTest extends OnAPushedPlan {
    @ParameterizedTest
    @ValueSource(ints = {0, 24})
    void aPushIsSnapshottedAndRotated(int exitStatus) {
        assertThat(hooks.begins(call(PUSH)).outcome()).isEqualTo(DaemonHooks.Outcome.NOTED);
        DaemonHooks.Answer answer = hooks.ended(call(List.of()), exitStatus, CALLER);
        assertThat(answer.outcome()).isEqualTo(DaemonHooks.Outcome.RUN);
        assertThat(answer.plan()).isEqualTo(BackupHouse.PLAN);
        assertThat(runs.requests).singleElement().satisfies(request -> {
            assertThat(request.trigger()).isEqualTo(Trigger.HOOK);
            assertThat(request.requestedBy()).isEqualTo("daemon");
            assertThat(request.note()).isEqualTo("pushed from 192.0.2.7");
            assertThat(request.steps()).containsExactly(StepName.SNAPSHOT, StepName.ROTATE);
            assertThat(request.options()).isEmpty();
        });
        assertThat(answer.run().request()).isEqualTo(runs.requests.getFirst());
    }

    @Test
    void aPushThatLacksFilesMakesAPartialSnapshot() throws Exception {
        hooks.begins(call(PUSH));
        hooks.ended(call(List.of()), 23, CALLER);
        RunRequest request = runs.requests.getFirst();
        assertThat(request.options()).containsExactly(Map.entry("latestPartial", "true"));

        Files.writeString(house.layout.latest().resolve("pushed"), "content");
        house.destinations.adopt(house.layout, true, null);
        house.states.knowDestination(
                BackupHouse.PLAN,
                house.destinations.peek(house.layout).orElseThrow().id());
        Run run = RequestedRuns.run(request, RunState.RUNNING);
        StepResult result = snapshot(run, new RecordedContext(run));
        assertThat(result.state()).as(result.toString()).isEqualTo(RunState.PARTIAL);
        assertThat(house.snapshots()).singleElement().matches(Snapshot::partial);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 5, 10, 11, 12, 20, 30, 255})
    void aTransferThatFailedMakesNoRunAndSaysSo(int exitStatus) {
        hooks.begins(call(PUSH));
        DaemonHooks.Answer answer = hooks.ended(call(List.of()), exitStatus, CALLER);
        assertThat(answer.outcome()).isEqualTo(DaemonHooks.Outcome.NOTHING);
        assertThat(answer.reason()).contains("ended with " + exitStatus);
        assertThat(runs.requests).isEmpty();
        assertThat(house.tools.pushes().underWay(BackupHouse.PLAN)).isEmpty();
    }

    @Test
    void listingsPullsAndDryRunsMakeNoRun() {
        for (List<String> arguments : List.of(PULL, DRY_RUN)) {
            hooks.begins(call(arguments));
            assertThat(house.tools.pushes().underWay(BackupHouse.PLAN)).isEmpty();
            assertThat(hooks.ended(call(List.of()), 0, CALLER).outcome()).isEqualTo(DaemonHooks.Outcome.NOTHING);
        }
        assertThat(runs.requests).isEmpty();
    }

    @Test
    void whatBeganBeforeARestartIsTakenForAPush() {
        DaemonHooks.Answer answer = hooks.ended(call(List.of()), 0, CALLER);
        assertThat(answer.outcome()).isEqualTo(DaemonHooks.Outcome.RUN);
        assertThat(answer.reason()).contains("restarted");
        assertThat(runs.requests).hasSize(1);
    }

    @Test
    void aHookThatAsksAgainGetsTheSameAnswerAndNoSecondRun() {
        hooks.begins(call(PUSH));
        DaemonHooks.Answer first = hooks.ended(call(List.of()), 0, CALLER);
        assertThat(hooks.ended(call(List.of()), 0, CALLER)).isEqualTo(first);
        assertThat(runs.requests).hasSize(1);
        // the same process number, later
        hooks.begins(call(PUSH));
        hooks.ended(call(List.of()), 0, CALLER);
        assertThat(runs.requests).hasSize(2);
    }

    @Test
    void theModuleIsFoundThroughSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(
                directory.toRealPath().resolve("link"), house.layout.latest().getParent());
        DaemonCall through = new DaemonCall(link.resolve("./latest"), daemon.pid(), PUSH, null);
        assertThat(hooks.begins(through).plan()).isEqualTo(BackupHouse.PLAN);
    }

    @Test
    void modulesOfNoPlanAreRefusedAndThoseOfSeveral() {
        for (Path path : List.of(
                house.layout.parent(), house.layout.latest().resolve("sub"), Path.of("/"), Path.of("/nowhere"))) {
            assertThatThrownBy(() -> hooks.begins(new DaemonCall(path, daemon.pid(), PUSH, null)))
                    .isInstanceOfSatisfying(
                            HookRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(HookRefusedException.Reason.UNKNOWN_MODULE));
        }
        plans.add(new Plan("other", Plan.Origin.CONFIGURATION, 1, house.spec()));
        assertThatThrownBy(() -> hooks.ended(call(List.of()), 0, CALLER))
                .isInstanceOfSatisfying(
                        HookRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(HookRefusedException.Reason.AMBIGUOUS_MODULE))
                .hasMessageContaining("laptop, other");
    }

    @Test
    void aPlanThatTransfersItselfHasNoModule() throws Exception {
        BackupHouse transferring = new BackupHouse(directory.toRealPath().resolve("second"));
        Files.createDirectories(transferring.layout.latest());
        plans.add(transferring.plan());
        assertThatThrownBy(() -> hooks.begins(new DaemonCall(transferring.layout.latest(), daemon.pid(), PUSH, null)))
                .isInstanceOf(HookRefusedException.class);
    }
}
