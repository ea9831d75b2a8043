package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    @ParameterizedTest
    @CsvSource({
        "MINUTELY, 2026-10-25T01:30:59.9Z, 2026-10-25T02:30+01:00",
        "MINUTELY, 2026-10-25T00:30:00Z, 2026-10-25T02:30+02:00",
        "MINUTELY, 2026-10-25T00:00:00Z, 2026-10-25T02:00+02:00",
        "HOURLY, 2026-10-25T01:30:00Z, 2026-10-25T02+01:00",
        "HOURLY, 2026-10-25T00:59:59Z, 2026-10-25T02+02:00",
        "DAILY, 2026-11-19T23:00:00Z, 2026-11-20",
        "DAILY, 2026-11-19T22:59:59Z, 2026-11-19",
        "WEEKLY, 2026-10-26T12:00:00Z, 2026-W44",
        "WEEKLY, 2026-01-04T22:59:59Z, 2026-W01",
        "MONTHLY, 2026-10-31T23:00:00Z, 2026-11",
        "YEARLY, 2025-12-31T23:00:00Z, 2026",
    })
    void isNamedByLocalTime(Frequency frequency, Instant instant, String text) {
        assertThat(Slot.of(frequency, instant.atZone(VIENNA)).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "DAILY, 0000-02-29",
        "WEEKLY, 0000-W09",
        "MONTHLY, 0000-02",
        "YEARLY, 0000",
        "HOURLY, 0000-02-29T12Z",
        "MINUTELY, 0000-02-29T12:00Z"
    })
    void isNamedInTheYearZeroToo(Frequency frequency, String text) {
        Instant instant = Instant.parse("0000-02-29T12:00:00Z");

        assertThat(Slot.of(frequency, instant.atZone(Snapshots.UTC)).text()).isEqualTo(text);
    }

    /** The trap of the old program: it put 2018-12-31 into week 1 of 2018. */
    @ParameterizedTest
    @CsvSource({
        "2014-12-28, 2014-W52",
        "2014-12-29, 2015-W01",
        "2016-01-03, 2015-W53",
        "2016-12-31, 2016-W52",
        "2017-01-01, 2016-W52",
        "2018-12-31, 2019-W01",
        "2021-01-03, 2020-W53",
        "2024-12-30, 2025-W01",
        "2026-12-31, 2026-W53",
        "2027-01-03, 2026-W53",
        "2027-01-04, 2027-W01",
    })
    void weeksAreOfTheWeekBasedYear(LocalDate date, String text) {
        assertThat(week(date)).isEqualTo(text);
    }

    @Test
    void everyWeekAtTheYearEndsFrom2014To2030IsThatOfItsThursday() {
        for (int year = 2014; year <= 2030; year++) {
            for (int day = -10; day <= 10; day++) {
                LocalDate date = LocalDate.of(year + 1, 1, 1).plusDays(day);
                LocalDate thursday = date.with(DayOfWeek.MONDAY).plusDays(3);
                int number = (thursday.getDayOfYear() - 1) / 7 + 1;

                assertThat(week(date)).as(date.toString()).isEqualTo("%d-W%02d".formatted(thursday.getYear(), number));
            }
        }
    }

    @Test
    void aWeeklySchemeKeepsOneSnapshotOfEveryWeekOverTheYearEnds() {
        List<RotationCandidate> everyDay = LocalDate.of(2014, 1, 6)
                .datesUntil(LocalDate.of(2030, 12, 30))
                .map(date -> Snapshots.complete(date + "T03:00:00Z"))
                .toList();

        List<String> kept = Snapshots.kept(Rotation.decide(
                everyDay, Snapshots.rules(Map.of("weekly", "always")), Instant.parse("2031-01-01T00:00:00Z")));

        List<String> mondays = new ArrayList<>(everyDay.stream()
                .map(RotationCandidate::name)
                .filter(name -> LocalDate.parse(name.substring(0, 10)).getDayOfWeek() == DayOfWeek.MONDAY)
                .toList());
        mondays.add("2030-12-29T03:00:00Z"); // the newest
        assertThat(kept).isEqualTo(mondays);
    }

    private static String week(LocalDate date) {
        return Slot.of(Frequency.WEEKLY, date.atStartOfDay(VIENNA)).text();
    }
}
