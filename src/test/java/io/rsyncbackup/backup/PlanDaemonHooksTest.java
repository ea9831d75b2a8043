package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.snapshot.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PlanDaemonHooksTest {
    private static final List<String> PUSH = List.of("rsyncd", "--server", "-logDtpre.iLsfxCIvu", ".", "/");
    private static final List<String> DRY_RUN = List.of("rsyncd", "--server", "-nlogDtpre.iLsfxCIvu", ".", "/");
    private static final List<String> PULL = List.of("rsyncd", "--server", "--sender", "-re.L", ".", "/");
    private static final Caller CALLER = new Caller("1", "daemon", Set.of());

    @TempDir
    Path directory;

    private final List<Plan> plans = new ArrayList<>();
    private final RequestedRuns runs = new RequestedRuns();
    private BackupHouse house;
    private PlanDaemonHooks hooks;
    private Process daemon;

    @BeforeEach
    void pushable() throws Exception {
        Path real = directory.toRealPath();
        house = new BackupHouse(real).othersFill();
        Files.createDirectories(house.layout.latest());
        plans.add(house.plan());
        hooks = new PlanDaemonHooks(
                new Plans() {
                    @Override
                    public List<Plan> all() {
                        return List.copyOf(plans);
                    }

                    @Override
                    public Optional<Plan> find(String name) {
                        throw new UnsupportedOperationException();
                    }
                },
                runs,
                house.tools);
        daemon = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endDaemon() {
        daemon.destroyForcibly();
    }

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

    private DaemonCall call(List<String> arguments) {
        return new DaemonCall(house.layout.latest(), daemon.pid(), arguments, "192.0.2.7");
    }

    private DaemonCall other(long offset) {
        return new DaemonCall(house.layout.latest(), daemon.pid() + offset, List.of(), null);
    }

    private StepResult snapshot(Run run, RecordedContext context) {
        try (BackupSession session = house.session(run)) {
            Step step = session.steps().getFirst();
            return step.execute(context);
        }
    }

    private static RunStep step(StepName name, RunState state) {
        return new RunStep(name, state, null, null, null, null, null, 1, null, null);
    }
}
