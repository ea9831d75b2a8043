package io.rsyncbackup.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.cluster.Due;
import io.rsyncbackup.cluster.Member;
import io.rsyncbackup.plan.PlanNotFoundException;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.ShuttingDownException;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.schedule.House.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    private static final String DAILY = "\"30 2 * * *\"";
    private static final String HOURLY = "\"@hourly\"";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Amsterdam is an hour ahead. */
    private static final Instant FIRST = Instant.parse("2026-11-24T01:30:00Z");

    private static final Duration DAY = Duration.ofDays(1);

    private static House house(String schedule) {
        return new House("2026-11-23T20:00:00Z").plan("laptop", schedule).restart();
    }

    @Test
    void asksForARunAtItsTimeAndIsDueAgainTheNextDay() {
        House house = house(DAILY);
        assertThat(house.at("laptop")).isEqualTo(FIRST);
        house.now = FIRST.minusSeconds(1);
        assertThat(house.executeDue()).isZero();
        house.now = FIRST.plusSeconds(2);
        assertThat(house.executeDue()).isEqualTo(1);
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.SCHEDULE, FIRST));
        assertThat(house.at("laptop")).isEqualTo(FIRST.plus(DAY));
    }

    @Test
    void asksOnceADayForAYearWhateverTheClocksDo() {
        House house = house(DAILY);
        house.pass(Duration.ofDays(365), Duration.ofMinutes(2));
        assertThat(house.asked).hasSize(365).extracting(Asked::trigger).containsOnly(Trigger.SCHEDULE);
        assertThat(house.asked).extracting(Asked::due).doesNotHaveDuplicates();
    }

    @Test
    void leavesAPlanThatOnlyOthersHaveToThem() {
        House house = house(DAILY);
        house.shared = true;
        house.now = FIRST.plusSeconds(2);
        var plan = house.plans.remove("laptop");
        house.others = List.of(new Member("two", Set.of(), Map.of("laptop", "x"), null));
        assertThat(house.executeDue()).isEqualTo(1);
        assertThat(house.asked).isEmpty();
        assertThat(house.at("laptop")).isEqualTo(FIRST);
        house.plans.put("laptop", plan);
        house.executeDue();
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.SCHEDULE, FIRST));
    }

    @Test
    void forgetsTheTickOfAPlanThatNobodyHas() {
        House house = house(DAILY);
        house.shared = true;
        house.now = FIRST.plusSeconds(2);
        house.plans.clear();
        house.executeDue();
        assertThat(house.table).isEmpty();
    }

    @Test
    void makesUpForAllThatWasMissedWithOneRun() {
        House house = house(HOURLY);
        house.now = FIRST.plus(Duration.ofDays(3));
        house.restart().executeDue();
        assertThat(house.asked)
                .containsExactly(new Asked("laptop", Trigger.CATCH_UP, Instant.parse("2026-11-23T21:00:00Z")));
        assertThat(house.at("laptop")).isEqualTo(Instant.parse("2026-11-27T02:00:00Z"));
        house.restart().executeDue();
        assertThat(house.asked).hasSize(1);
    }

    @Test
    void leavesWhatWasMissedWhereCatchUpIsFalse() {
        House house = house("{\"cron\": \"30 2 * * *\", \"catchUp\": false}");
        house.now = FIRST.plus(Ticks.MISSED).plusSeconds(1);
        house.restart().executeDue();
        assertThat(house.asked).isEmpty();
        assertThat(house.at("laptop")).isEqualTo(FIRST.plus(DAY));
    }

    @Test
    void isInTimeAlsoWhenTheServerWasJustStarting() {
        House house = house("{\"cron\": \"30 2 * * *\", \"catchUp\": false}");
        house.now = FIRST.plus(Ticks.MISSED);
        house.restart().executeDue();
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.SCHEDULE, FIRST));
    }

    @Test
    void countsWhatIsDueWhileThePlanIsActive() {
        House house = house(HOURLY);
        house.answer = Enqueued.AlreadyActive::new;
        house.pass(Duration.ofHours(3), MINUTE);
        assertThat(house.keeper.skipped("laptop")).isEqualTo(3);
        assertThat(house.keeper.skipped("other")).isZero();
    }

    @Test
    void asksForTheSameRunWhenToldTwice() {
        House house = house(DAILY);
        Due due = house.table.get("laptop");
        house.now = FIRST;
        house.executeDue();
        house.answer = Enqueued.Replayed::new;
        house.table.put("laptop", due);
        house.executeDue();
        assertThat(house.asked).extracting(Asked::due).containsExactly(FIRST, FIRST);
        assertThat(house.keeper.skipped("laptop")).isZero();
    }

    @Test
    void standsStillWhilePausedAlsoOverARestart() {
        House house = house(HOURLY);
        house.keeper.pause("laptop");
        house.pass(Duration.ofHours(5), MINUTE);
        house.restart().pass(Duration.ofHours(5), MINUTE);
        assertThat(house.asked).isEmpty();
        house.keeper.resume("laptop");
        house.executeDue();
        assertThat(house.asked).isEmpty();
        house.pass(Duration.ofHours(1), MINUTE);
        assertThat(house.asked).extracting(Asked::trigger).containsExactly(Trigger.SCHEDULE);
        assertThatThrownBy(() -> house.keeper.pause("nobody")).isInstanceOf(PlanNotFoundException.class);
    }

    @Test
    void forgetsTheOldTimeWhenTheScheduleWasChanged() {
        House house = house(DAILY);
        house.now = FIRST.plus(Duration.ofHours(5));
        house.plan("laptop", "\"0 12 * * *\"").restart();
        house.executeDue();
        assertThat(house.asked).isEmpty();
        assertThat(house.at("laptop")).isEqualTo(Instant.parse("2026-11-24T11:00:00Z"));
    }

    @Test
    void doesNothingForAScheduleThatIsNoMore() {
        House house = house(DAILY);
        Due stale = house.table.get("laptop");
        house.plan("laptop", HOURLY).restart();
        house.table.put("laptop", stale);
        house.now = FIRST;
        house.executeDue();
        assertThat(house.asked).isEmpty();
        assertThat(house.at("laptop")).isEqualTo(Instant.parse("2026-11-24T02:00:00Z"));
    }

    @Test
    void heedsPlansThatAreAddedRemovedAndRenamed() {
        House house = house(DAILY).plan("other", HOURLY).plan("none", "null").restart();
        assertThat(house.table).containsOnlyKeys("laptop", "other");
        house.plans.remove("other");
        house.plan("renamed", HOURLY).plan("laptop", "null");
        house.keeper.plansChanged();
        assertThat(house.table).containsOnlyKeys("renamed");
    }

    @Test
    void leavesTicksOfPlansThatAnotherServerMayKnowUntilTheyAreDue() {
        House house = house(DAILY);
        house.shared = true;
        house.plans.clear();
        house.restart();
        assertThat(house.table).containsOnlyKeys("laptop");
        house.now = FIRST;
        house.executeDue();
        assertThat(house.table).isEmpty();
        assertThat(house.asked).isEmpty();
    }

    @Test
    void asksAlsoWhenAnotherServerThrewTheTickAway() {
        House house = house(DAILY);
        house.shared = true;
        house.now = FIRST.plusSeconds(5);
        house.table.clear();
        house.keeper.keep();
        house.executeDue();
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.SCHEDULE, FIRST));
    }

    @Test
    void aPlanThatIsMadeAgainWaitsForItsNextTime() {
        for (boolean shared : new boolean[] {false, true}) {
            House house = house(HOURLY);
            house.shared = shared;
            house.plans.remove("laptop");
            house.keeper.plansChanged();
            house.now = house.now.plus(Duration.ofHours(5));
            house.executeDue();
            house.plan("laptop", HOURLY).keeper.plansChanged();
            house.executeDue();
            assertThat(house.asked).isEmpty();
            assertThat(house.at("laptop")).isEqualTo(Instant.parse("2026-11-24T02:00:00Z"));
        }
    }

    @Test
    void isNoStormWhenTheClockIsSetForward() {
        House house = house(HOURLY);
        house.now = house.now.plus(Duration.ofDays(365));
        house.pass(Duration.ofMinutes(10), MINUTE);
        assertThat(house.asked).extracting(Asked::trigger).containsExactly(Trigger.CATCH_UP);
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        House house = house(HOURLY);
        house.now = house.now.plus(Duration.ofDays(365));
        house.pass(Duration.ofMinutes(10), MINUTE);
        house.asked.clear();
        house.now = house.now.minus(Duration.ofDays(365));
        house.pass(Duration.ofHours(3), MINUTE);
        assertThat(house.asked).hasSize(3).extracting(Asked::trigger).containsOnly(Trigger.SCHEDULE);
    }

    @Test
    void triesAgainForAWhileWhenItCannotAsk() {
        House house = house(DAILY);
        house.answer = run -> {
            throw new IllegalStateException("on purpose");
        };
        house.now = FIRST;
        house.executeDue();
        assertThat(house.at("laptop")).isEqualTo(FIRST);
        house.pass(Duration.ofMinutes(11), MINUTE);
        assertThat(house.at("laptop")).isEqualTo(FIRST.plus(DAY));
        assertThat(house.keeper.skipped("laptop")).isEqualTo(1);
    }

    @Test
    void triesAgainAlsoForWhatWasMissed() {
        House house = house(DAILY);
        house.answer = run -> {
            throw new IllegalStateException("on purpose");
        };
        house.now = FIRST.plus(Duration.ofHours(3));
        house.executeDue();
        house.answer = Enqueued.Accepted::new;
        house.pass(MINUTE, MINUTE);
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.CATCH_UP, FIRST));
        assertThat(house.keeper.skipped("laptop")).isZero();
    }

    @Test
    void leavesItToTheNextStartWhenTheServerStops() {
        House house = house(DAILY);
        house.answer = run -> {
            throw new ShuttingDownException();
        };
        house.now = FIRST;
        house.executeDue();
        house.answer = Enqueued.Accepted::new;
        house.now = FIRST.plus(Duration.ofHours(1));
        house.restart().executeDue();
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.CATCH_UP, FIRST));
    }
}
