package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanScheduleTest {
    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
    private static final Instant EVENING = Instant.parse("2026-11-23T20:00:00Z");

    private static PlanSchedule daily(Duration jitter) {
        return new PlanSchedule(Cron.parse("@daily"), jitter, true);
    }

    @Test
    void comesToTheMinuteWithoutJitter() {
        assertThat(daily(Duration.ZERO).next("laptop", EVENING, AMSTERDAM))
                .isEqualTo(Instant.parse("2026-11-23T23:00:00Z"));
    }

    @Test
    void givesEachPlanItsOwnPlaceAndSpreadsThemAll() {
        Duration jitter = Duration.ofMinutes(10);
        PlanSchedule schedule = daily(jitter);
        Set<Duration> places = IntStream.range(0, 200)
                .mapToObj(number -> schedule.delay("plan-" + number))
                .collect(Collectors.toSet());
        assertThat(places)
                .hasSizeGreaterThan(150)
                .allSatisfy(place -> assertThat(place).isBetween(Duration.ZERO, jitter));
        for (int minute = 0; minute < 10; minute++) {
            int from = minute;
            assertThat(places.stream().filter(place -> place.toMinutes() == from))
                    .hasSizeGreaterThan(5);
        }
        assertThat(schedule.delay("laptop")).isEqualTo(daily(jitter).delay("laptop"));
    }

    @Test
    void comesOnceADayAlsoWhereTheJitterIsLong() {
        PlanSchedule schedule = daily(Duration.ofHours(24));
        Instant at = EVENING;
        for (int day = 0; day < 400; day++) {
            Instant next = schedule.next("laptop", at, AMSTERDAM);
            assertThat(next).isAfter(at);
            at = next;
        }
        assertThat(Duration.between(EVENING, at).toDays()).isBetween(399L, 400L);
    }

    @Test
    void expectsASuccessAsOftenAsTheLongestGapWithTheLongDay() {
        assertThat(daily(Duration.ZERO).longestGap(AMSTERDAM)).isEqualTo(Duration.ofHours(25));
        assertThat(daily(Duration.ZERO).longestGap(ZoneId.of("UTC"))).isEqualTo(Duration.ofHours(24));
        assertThat(new PlanSchedule(Cron.parse("@hourly"), Duration.ZERO, true).longestGap(AMSTERDAM))
                .isEqualTo(Duration.ofHours(1));
    }
}
