package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.destination.Capacity;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class PlanStatesContract {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final Instant LATER = START.plusSeconds(3600);
    private static final Instant LAST = START.plusSeconds(7200);
    private static final PlanSpec SPEC = spec(null);

    @TempDir
    Path temporary;

    private PlanDatabase database;
    private PlanStates states;

    abstract PlanDatabase open(Path directory) throws Exception;

    @BeforeEach
    void start() throws Exception {
        database = open(temporary.resolve("data"));
        database.plans(START, Map.of("laptop", SPEC));
        states = database.states();
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
    }

    private static PlanSpec spec(String interval) {
        return PlanReader.read("", PlanSpecsTest.properties("/home", null, interval), ZoneOffset.UTC);
    }

    private static EndedRun run(String outcome, Instant at) {
        return new EndedRun("run-" + outcome, outcome, at, false, true, null, null, null);
    }

    @Test
    void standsStillUntilItIsResumed() {
        states.pause("laptop", true);
        states.pause("nobody", true);
        assertThat(states.get("laptop").paused()).isTrue();
        assertThat(states.get("nobody").paused()).isFalse();
        states.pause("laptop", false);
        assertThat(states.get("laptop").paused()).isFalse();
    }

    @Test
    void aPlanThatNeverRanHasTheStateOfOne() {
        assertThat(states.get("laptop"))
                .isEqualTo(new PlanState(
                        "laptop", false, java.util.Set.of(), null, null, null, null, 0, null, null, START, null, null));
        assertThat(states.get("unknown").firstSeenAt()).isNull();
    }

    @Test
    void aSuccessIsRememberedAndEndsTheFailures() {
        states.runEnded("laptop", run("failed", START));
        states.runEnded("laptop", run("interrupted", START));
        assertThat(states.get("laptop").consecutiveFailures()).isEqualTo(2);
        assertThat(states.get("laptop").lastSuccessAt()).isNull();

        states.runEnded(
                "laptop", new EndedRun("r1", "succeeded", LATER, false, true, START, 24, new FileCounts(1, 2, 3)));
        PlanState state = states.get("laptop");
        assertThat(state.consecutiveFailures()).isZero();
        assertThat(state.lastSuccessAt()).isEqualTo(LATER);
        assertThat(state.lastRunId()).isEqualTo("r1");
        assertThat(state.lastRunAt()).isEqualTo(LATER);
        assertThat(state.lastOutcome()).isEqualTo("succeeded");
        assertThat(state.lastTransferStart()).isEqualTo(START);
        assertThat(state.lastExitCode()).isEqualTo(24);
        assertThat(state.files()).isEqualTo(new FileCounts(1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"partial", "cancelled", "skipped"})
    void whatNeitherSavedAllNorFailedChangesNoSuccessAndNoFailures(String outcome) {
        states.runEnded("laptop", run("succeeded", START));
        states.runEnded("laptop", run("failed", START));
        states.runEnded("laptop", run(outcome, LATER));
        PlanState state = states.get("laptop");
        assertThat(state.lastSuccessAt()).isEqualTo(START);
        assertThat(state.consecutiveFailures()).isEqualTo(1);
        assertThat(state.lastOutcome()).isEqualTo(outcome);
        assertThat(state.lastRunAt()).isEqualTo(LATER);
    }

    @Test
    void aRunThatWasNotToSaveTheSourceIsNoSuccessAndNoFailure() {
        states.runEnded("laptop", run("failed", START));
        states.runEnded("laptop", new EndedRun("r1", "succeeded", LATER, false, false, null, null, null));
        assertThat(states.get("laptop").lastSuccessAt()).isNull();
        assertThat(states.get("laptop").consecutiveFailures()).isEqualTo(1);
        assertThat(states.get("laptop").lastOutcome()).isEqualTo("succeeded");

        states.runEnded("laptop", new EndedRun("r2", "failed", LAST, false, false, null, null, null));
        assertThat(states.get("laptop").consecutiveFailures()).isEqualTo(1);
        assertThat(states.get("laptop").lastOutcome()).isEqualTo("failed");
    }

    @Test
    void whatARunDoesNotKnowStays() {
        states.runEnded(
                "laptop", new EndedRun("r1", "succeeded", START, false, true, START, 0, new FileCounts(1, 2, 3)));
        states.runEnded("laptop", run("failed", LATER));
        PlanState state = states.get("laptop");
        assertThat(state.lastTransferStart()).isEqualTo(START);
        assertThat(state.lastExitCode()).isZero();
        assertThat(state.files()).isEqualTo(new FileCounts(1, 2, 3));
    }

    @Test
    void aDryRunLeavesNoTrace() {
        PlanState before = states.get("laptop");
        states.runEnded(
                "laptop", new EndedRun("r1", "succeeded", LATER, true, true, START, 0, new FileCounts(1, 2, 3)));
        states.runEnded("laptop", new EndedRun("r2", "failed", LATER, true, true, null, 11, null));
        assertThat(states.get("laptop")).isEqualTo(before);
    }

    @Test
    void ofAnUnknownPlanNothingIsRemembered() {
        states.runEnded("gone", run("succeeded", START));
        states.knowDestination("gone", "id");
        states.destinationSeen("gone", new Capacity(1, 1, 1), 0, START);
        assertThat(states.get("gone")).isEqualTo(PlanState.never("gone"));
    }

    @Test
    void destinationsAreKnownForEver() {
        states.knowDestination("laptop", "one");
        states.knowDestination("laptop", "two");
        states.knowDestination("laptop", "one");
        assertThat(states.get("laptop").destinationIds()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aMissingDestinationKeepsWhatWasKnownOfItsSize() {
        states.destinationMissing("laptop");
        assertThat(states.get("laptop").destination())
                .isEqualTo(new DestinationSample(false, null, null, null, null, null));
        states.destinationSeen("laptop", new Capacity(100, 40, -1), 2, START);
        assertThat(states.get("laptop").destination())
                .isEqualTo(new DestinationSample(true, 100L, 40L, null, 2L, START));
        states.destinationMissing("laptop");
        assertThat(states.get("laptop").destination())
                .isEqualTo(new DestinationSample(false, 100L, 40L, null, 2L, START));
    }

    @Test
    void theVersionGrowsWhenThePlanSaysSomethingElse() {
        assertThat(database.plans(LATER, Map.of("laptop", SPEC)).get("laptop").version())
                .isEqualTo(1);
        assertThat(database.plans(LATER, Map.of("laptop", spec("2h")))
                        .get("laptop")
                        .version())
                .isEqualTo(2);
        assertThat(database.plans(LAST, Map.of("laptop", SPEC)).get("laptop").version())
                .isEqualTo(3);
        assertThat(states.get("laptop").firstSeenAt()).isEqualTo(START);
    }

    @Test
    void plansAreListedByName() {
        Plans plans = database.plans(LATER, Map.of("b", SPEC, "a", SPEC));
        assertThat(plans.all()).extracting(Plan::name).containsExactly("a", "b");
        assertThat(plans.find("c")).isEmpty();
        assertThatThrownBy(() -> plans.get("c")).isInstanceOf(PlanNotFoundException.class);
    }
}
