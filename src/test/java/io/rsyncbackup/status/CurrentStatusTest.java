package io.rsyncbackup.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.cluster.FakeCluster;
import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanNotFoundException;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.status.Fakes.History;
import io.rsyncbackup.status.Fakes.States;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrentStatusTest {
    private static final FakeCluster CLUSTER = new FakeCluster();
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final Duration HOURLY_LIMIT = Duration.ofMinutes(66);

    private static PlanStatus status(String interval, PlanState state) {
        return of(interval, state, NOW).of("laptop");
    }

    private static Status of(String interval, PlanState state, Instant now) {
        Plan plan = new Plan(
                "laptop",
                Plan.Origin.CONFIGURATION,
                1,
                PlanSpecs.thaw("{\"source\": \"/home\", \"destination\": \"/b/x/latest\""
                        + (interval == null
                                ? ""
                                : interval.startsWith("\"")
                                        ? ", " + interval
                                        : ", \"expectedInterval\": \"" + interval + "\"")
                        + "}"));
        Plans plans = new Plans() {
            @Override
            public List<Plan> all() {
                return List.of(plan);
            }

            @Override
            public Optional<Plan> find(String name) {
                return name.equals(plan.name()) ? Optional.of(plan) : Optional.empty();
            }
        };
        return new CurrentStatus(
                plans,
                new States(state),
                new History(Optional.empty(), Optional.empty()),
                CLUSTER,
                new Placement(CLUSTER),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static PlanState state(Instant success, String outcome, int failures, Instant firstSeen) {
        return new PlanState(
                "laptop", false, Set.of(), success, null, success, outcome, failures, null, null, firstSeen, null,
                null);
    }

    @Test
    void aPlanThatNoServerCanRunIsNotWell() {
        PlanStatus stranded = status("\"nodeLabel\": \"nas\"", state(NOW, "succeeded", 0, NOW));
        assertThat(stranded.ok()).isFalse();
        assertThat(stranded.overdue()).isFalse();
        assertThat(stranded.waitingFor()).contains("a server with the label nas");
        assertThat(status(null, state(NOW, "succeeded", 0, NOW)).waitingFor()).isNull();
    }

    @Test
    void aPlanThatNeverRanIsOkUntilItIsOverdue() {
        PlanStatus fresh = status("1h", state(null, null, 0, NOW.minus(HOURLY_LIMIT)));
        assertThat(fresh.ok()).isTrue();
        assertThat(fresh.overdue()).isFalse();
        assertThat(fresh.ageSeconds()).isNull();
        assertThat(fresh.lastSuccessAt()).isNull();

        PlanStatus late =
                status("1h", state(null, null, 0, NOW.minus(HOURLY_LIMIT).minusMillis(1)));
        assertThat(late.ok()).isFalse();
        assertThat(late.overdue()).isTrue();
    }

    @Test
    void theAgeCountsFromTheLastSuccess() {
        PlanStatus status = status("1h", state(NOW.minusMillis(90_500), "succeeded", 0, NOW.minus(Duration.ofDays(9))));
        assertThat(status.ageSeconds()).isEqualTo(90.5);
        assertThat(status.overdue()).isFalse();
        assertThat(status.ok()).isTrue();
    }

    @Test
    void aClockSetBackMakesNoNegativeAge() {
        assertThat(status("1h", state(NOW.plusSeconds(60), "succeeded", 0, NOW)).ageSeconds())
                .isZero();
    }

    @Test
    void withoutAnExpectedIntervalNothingIsOverdue() {
        PlanStatus status = status(null, state(NOW.minus(Duration.ofDays(999)), "succeeded", 0, NOW));
        assertThat(status.overdue()).isFalse();
        assertThat(status.ok()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded, 0, true",
        "partial, 0, true",
        "cancelled, 0, true",
        "skipped, 0, true",
        "failed, 1, false",
        "interrupted, 1, false",
        // of a run that was not to save the source
        "failed, 0, false",
        // whatever came after the failure saved nothing, or not all
        "succeeded, 1, false",
        "partial, 1, false",
        "cancelled, 1, false"
    })
    void onlyASuccessEndsFailing(String outcome, int failures, boolean ok) {
        assertThat(status("1h", state(NOW, outcome, failures, NOW)).ok()).isEqualTo(ok);
    }

    @Test
    void aSchedulesLongestGapIsExpectedUnlessSomethingElseIsSaid() {
        String schedule = "\"zone\": \"UTC\", \"schedule\": \"0 20 * * mon-fri\"";
        Duration weekend = Duration.ofHours(72);
        Duration limit = weekend.plus(weekend.dividedBy(10));
        assertThat(status(schedule, state(NOW.minus(limit), "succeeded", 0, NOW))
                        .overdue())
                .isFalse();
        assertThat(status(schedule, state(NOW.minus(limit).minusMillis(1), "succeeded", 0, NOW))
                        .overdue())
                .isTrue();
        assertThat(status(
                                schedule + ", \"expectedInterval\": \"1h\"",
                                state(NOW.minus(HOURLY_LIMIT).minusMillis(1), "succeeded", 0, NOW))
                        .overdue())
                .isTrue();
    }

    @Test
    void aPausedPlanHasNoNextRunAndBecomesOverdue() {
        String schedule = "\"zone\": \"UTC\", \"schedule\": \"30 2 * * *\"";
        PlanState state = state(NOW.minus(Duration.ofDays(9)), "succeeded", 0, NOW);
        assertThat(status(schedule, state).nextRunAt()).isEqualTo(Instant.parse("2026-11-23T02:30:00Z"));
        PlanState paused = new PlanState(
                "laptop", true, Set.of(), state.lastSuccessAt(), null, null, null, 0, null, null, NOW, null, null);
        PlanStatus status = status(schedule, paused);
        assertThat(status.nextRunAt()).isNull();
        assertThat(status.paused()).isTrue();
        assertThat(status.overdue()).isTrue();
    }

    @Test
    void anUnknownPlanHasNoStatus() {
        assertThatThrownBy(() -> of(null, state(null, null, 0, NOW), NOW).of("gone"))
                .isInstanceOf(PlanNotFoundException.class);
    }
}
