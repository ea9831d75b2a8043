package io.rsyncbackup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.cluster.Due;
import io.rsyncbackup.cluster.Member;
import io.rsyncbackup.run.Closure;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.Trigger;
import io.rsyncbackup.schedule.House.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is due while servers begin no runs. */
class PostponedRunsTest {
    private static final String HOURLY = "\"@hourly\"";
    private static final String ONLY_IN_TIME = "{\"cron\": \"30 2 * * *\", \"catchUp\": false}";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Amsterdam is an hour ahead. */
    private static final Instant FIRST = Instant.parse("2026-11-24T01:30:00Z");

    private static House house(String schedule) {
        return new House("2026-11-23T20:00:00Z").plan("laptop", schedule).restart();
    }

    @Test
    void beginsOneRunForAllThatWereDueWhileTheServerBeganNone() {
        House house = house(HOURLY);
        house.refuses("drained");
        house.pass(Duration.ofHours(5), MINUTE);
        assertThat(house.asked).isEmpty();
        assertThat(house.postponedTable.get("laptop").data()).isEqualTo("2026-11-23T21:00:00Z");
        house.restart().answer = Enqueued.Accepted::new;
        house.pass(MINUTE, MINUTE);
        assertThat(house.asked)
                .containsExactly(new Asked("laptop", Trigger.CATCH_UP, Instant.parse("2026-11-23T21:00:00Z")));
        assertThat(house.postponedTable).isEmpty();
        assertThat(house.keeper.skipped("laptop")).isZero();
        house.pass(Duration.ofHours(1), MINUTE);
        assertThat(house.asked).hasSize(2).last().returns(Trigger.SCHEDULE, Asked::trigger);
    }

    @Test
    void postponesNothingWhereCatchUpIsFalse() {
        House house = house("{\"cron\": \"30 2 * * *\", \"catchUp\": false}");
        house.refuses("drained");
        house.now = FIRST;
        house.executeDue();
        assertThat(house.postponedTable).isEmpty();
        assertThat(house.keeper.skipped("laptop")).isEqualTo(1);
        assertThat(house.at("laptop")).isEqualTo(FIRST.plus(DAY));
    }

    @Test
    void forgetsThePostponedRunOfAPlanThatWasSavedOtherwisePausedOrDeleted() {
        House house = house(HOURLY);
        house.refuses("drained");
        house.pass(Duration.ofHours(1), MINUTE);
        Due postponed = house.postponedTable.get("laptop");
        house.now = postponed.at();
        house.answer = Enqueued.Accepted::new;

        house.lastSuccess = Instant.parse(postponed.data());
        house.executeDue();
        assertThat(house.postponedTable).isEmpty();
        house.lastSuccess = null;

        house.postponedTable.put("laptop", postponed);
        house.paused.add("laptop");
        house.executeDue();
        assertThat(house.postponedTable).isEmpty();
        house.paused.clear();

        house.postponedTable.put("laptop", postponed);
        house.plans.clear();
        house.executeDue();
        assertThat(house.postponedTable).isEmpty();
        assertThat(house.asked).isEmpty();
    }

    @Test
    void leavesWhatIsRefusedHereToOtherServersWhereCatchUpIsFalse() {
        House house = house(ONLY_IN_TIME);
        house.shared = true;
        house.others = List.of(new Member("two", Set.of(), Map.of(), null));
        house.refuses("drained");
        house.now = FIRST;
        house.executeDue();
        assertThat(house.at("laptop")).isEqualTo(FIRST);
        assertThat(house.keeper.skipped("laptop")).isZero();
        Due left = house.table.get("laptop");

        // the other one, or this one when it begins runs again
        house.answer = Enqueued.Accepted::new;
        house.now = FIRST.plus(Ticks.MISSED);
        house.executeDue();
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.SCHEDULE, FIRST));

        house.table.put("laptop", left);
        house.now = FIRST.plus(Ticks.MISSED).plusSeconds(1);
        house.executeDue();
        assertThat(house.asked).hasSize(1);
        assertThat(house.keeper.skipped("laptop")).isEqualTo(1);
        assertThat(house.at("laptop")).isEqualTo(FIRST.plus(DAY));
    }

    @Test
    void waitsForTheEndOfARunThatDoesNotSaveThePlan() {
        House house = house(HOURLY);
        house.refuses("drained");
        house.pass(Duration.ofHours(1), MINUTE);
        Instant due = Instant.parse(house.postponedTable.get("laptop").data());
        // a dry run, say
        house.answer = Enqueued.AlreadyActive::new;
        house.pass(MINUTE, MINUTE);
        assertThat(house.postponedTable).containsKey("laptop");
        assertThat(house.keeper.skipped("laptop")).isZero();
        house.asked.clear();
        house.answer = Enqueued.Accepted::new;
        house.pass(MINUTE, MINUTE);
        assertThat(house.asked).containsExactly(new Asked("laptop", Trigger.CATCH_UP, due));
        assertThat(house.postponedTable).isEmpty();
    }

    @Test
    void postponesWhatIsDueWhileARunIsQueuedOnAServerThatBeginsNone() {
        for (String schedule : List.of("\"30 2 * * *\"", ONLY_IN_TIME)) {
            House house = house(schedule);
            house.answer = Enqueued.AlreadyActive::new;
            house.admission.closures = List.of(new Closure(Closure.Reason.DRAINING, "drained"));
            house.now = FIRST;
            house.executeDue();
            boolean only = schedule.equals(ONLY_IN_TIME);
            assertThat(house.postponedTable).hasSize(only ? 0 : 1);
            assertThat(house.keeper.skipped("laptop")).isEqualTo(only ? 1 : 0);
            assertThat(house.at("laptop")).isEqualTo(FIRST.plus(DAY));
        }
    }

    @Test
    void aPlanThatIsMadeAgainDoesNotInheritThePostponedRun() {
        House house = house(HOURLY);
        house.refuses("drained");
        house.pass(Duration.ofHours(1), MINUTE);
        house.firstSeen =
                Instant.parse(house.postponedTable.get("laptop").data()).plusSeconds(1);
        house.answer = Enqueued.Accepted::new;
        house.now = house.postponedTable.get("laptop").at();
        house.executeDue();
        assertThat(house.asked).isEmpty();
        assertThat(house.postponedTable).isEmpty();
    }
}
