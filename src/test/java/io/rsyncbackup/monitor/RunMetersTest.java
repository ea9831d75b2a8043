package io.rsyncbackup.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunMetersTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunMeters meters = new RunMeters(registry, new OnePlan());

    @ParameterizedTest
    @EnumSource(
            names = {"QUEUED", "RUNNING"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyOutcomeIsThereBeforeTheFirstRunAndCounts(RunState state) {
        assertThat(runs(state)).isZero();
        meters.ended(run(state, false, Map.of()));
        assertThat(runs(state)).isEqualTo(1);
    }

    @Test
    void whatARunDidIsCounted() {
        meters.ended(run(
                RunState.SUCCEEDED,
                false,
                Map.of(
                        "transfer", Map.of("bytesTransferred", 1234L),
                        "rotation", Map.of("kept", 3, "removed", List.of("a", "b")))));
        assertThat(counter("backup.transferred")).isEqualTo(1234);
        assertThat(counter("backup.snapshots.removed")).isEqualTo(2);
        assertThat(registry.get("backup.run.duration").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(73);
        assertThat(step("backup")).isEqualTo(70);
        assertThat(step("rotate")).isZero();
    }

    @Test
    void aDryRunCountsNowhere() {
        meters.ended(run(RunState.SUCCEEDED, true, Map.of("transfer", Map.of("bytesTransferred", 1234L))));
        assertThat(runs(RunState.SUCCEEDED)).isZero();
        assertThat(counter("backup.transferred")).isZero();
        assertThat(registry.get("backup.run.duration").timer().count()).isZero();
    }

    @Test
    void detailsOfAnotherShapeDoNoHarm() {
        meters.ended(run(RunState.FAILED, false, Map.of("transfer", "none", "rotation", Map.of("removed", 3))));
        assertThat(runs(RunState.FAILED)).isEqualTo(1);
        assertThat(counter("backup.snapshots.removed")).isZero();
    }

    private double counter(String name) {
        return registry.get(name).tag("plan", "laptop").counter().count();
    }

    private double step(String name) {
        return registry.get("backup.step.duration").tag("step", name).timer().totalTime(TimeUnit.SECONDS);
    }

    private double runs(RunState state) {
        return registry.get("backup.runs")
                .tag("plan", "laptop")
                .tag("outcome", state.text())
                .counter()
                .count();
    }

    private static Run run(RunState state, boolean dryRun, Map<String, Object> details) {
        RunRequest request = new RunRequest(
                "laptop",
                1,
                Trigger.API,
                "admin",
                List.of(StepName.BACKUP),
                dryRun,
                null,
                Map.of(),
                "{}",
                "key",
                null,
                false,
                null);
        RunStep step =
                new RunStep(StepName.BACKUP, state, null, null, START, START, Duration.ofSeconds(70), 1, null, null);
        return new Run(
                "01",
                request,
                state,
                null,
                null,
                START,
                START,
                START,
                Duration.ofSeconds(73),
                null,
                null,
                List.of(step),
                details,
                List.of(),
                null,
                null,
                null,
                null);
    }

    /** One plan called laptop. */
    private static final class OnePlan implements Plans {
        private final Plan plan = new Plan(
                "laptop",
                Plan.Origin.CONFIGURATION,
                1,
                PlanSpecs.thaw("{\"source\": \"/home\", \"destination\": \"/b/x/latest\"}"));

        @Override
        public List<Plan> all() {
            return List.of(plan);
        }

        @Override
        public Optional<Plan> find(String name) {
            return all().stream().filter(one -> one.name().equals(name)).findAny();
        }
    }
}
