package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A snapshot at the half of every hour of 2026 in Vienna. */
class DaylightSavingTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final LocalDate SHORT_DAY = LocalDate.of(2026, 3, 29);
    private static final LocalDate LONG_DAY = LocalDate.of(2026, 10, 25);
    private static final List<Instant> YEAR = Stream.iterate(
                    Instant.parse("2025-12-31T23:30:00Z"), instant -> instant.plus(Duration.ofHours(1)))
            .limit(365 * 24)
            .toList();

    @Test
    void everyHourOfTheYearIsASlotOfItsOwn() {
        RotationDecisions decisions = decide(YEAR, Map.of("hourly", "always"), Window.COUNT);

        assertThat(decisions.removed()).isEmpty();
        assertThat(decisions.decisions().stream()
                        .map(decision -> decision.reasons().getFirst().slot())
                        .distinct())
                .hasSize(8760);
    }

    @Test
    void theLongDayHas25SlotsAndTheShortOne23() {
        List<String> slots = decide(YEAR, Map.of("hourly", "always"), Window.COUNT).decisions().stream()
                .map(decision -> String.valueOf(decision.reasons().getFirst().slot()))
                .toList();

        assertThat(slots.stream().filter(slot -> slot.startsWith(LONG_DAY.toString())))
                .hasSize(25)
                .containsSubsequence("2026-10-25T03+01:00", "2026-10-25T02+01:00", "2026-10-25T02+02:00");
        assertThat(slots.stream().filter(slot -> slot.startsWith(SHORT_DAY.toString())))
                .hasSize(23)
                .containsSubsequence("2026-03-29T03+02:00", "2026-03-29T01+01:00")
                .noneMatch(slot -> slot.contains("T02"));
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void asManyHoursAsTheDayHasAreThatDay(Window window) {
        for (LocalDate day : List.of(SHORT_DAY, LONG_DAY, LocalDate.of(2026, 6, 1))) {
            List<Instant> toTheEndOfDay = YEAR.stream()
                    .filter(instant -> !local(instant).isAfter(day))
                    .toList();
            List<String> thatDay = toTheEndOfDay.stream()
                    .filter(instant -> local(instant).equals(day))
                    .map(Instant::toString)
                    .toList();

            RotationDecisions decisions = decide(toTheEndOfDay, Map.of("hourly", "" + thatDay.size()), window);

            assertThat(Snapshots.kept(decisions)).isEqualTo(thatDay);
        }
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void daysMonthsAndTheYearBeginAtLocalMidnight(Window window) {
        assertThat(Snapshots.kept(decide(YEAR, Map.of("daily", "365"), window)))
                .hasSize(366) // and the newest
                .contains(
                        "2026-03-28T23:30:00Z", "2026-03-29T22:30:00Z", "2026-10-24T22:30:00Z", "2026-10-25T23:30:00Z");
        assertThat(Snapshots.kept(decide(YEAR, Map.of("monthly", "12"), window)))
                .hasSize(13)
                .contains("2026-02-28T23:30:00Z", "2026-03-31T22:30:00Z", "2026-10-31T23:30:00Z");
        assertThat(Snapshots.kept(decide(YEAR, Map.of("yearly", "1"), window)))
                .containsExactly("2025-12-31T23:30:00Z", "2026-12-31T22:30:00Z");
    }

    private static LocalDate local(Instant instant) {
        return instant.atZone(VIENNA).toLocalDate();
    }

    private static RotationDecisions decide(List<Instant> instants, Map<String, String> scheme, Window window) {
        return Rotation.decide(
                instants.stream().map(Snapshots::complete).toList(),
                Snapshots.rules(scheme, Keep.OLDEST, window, VIENNA),
                Instant.parse("2027-01-01T00:00:00Z"));
    }
}
