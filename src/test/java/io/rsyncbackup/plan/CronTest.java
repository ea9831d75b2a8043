package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *          | 2026-11-23T02:29:59 | 2026-11-23T02:30",
                "30 2 * * *          | 2026-11-23T02:30:00 | 2026-11-24T02:30",
                "*/15 * * * *        | 2026-11-23T10:50:01 | 2026-11-23T11:00",
                "5-59/20 8,20 * * *  | 2026-11-23T08:46:00 | 2026-11-23T20:05",
                "10/25 * * * *       | 2026-11-23T08:46:00 | 2026-11-23T09:10",
                "0 0 * * 7           | 2026-11-23T00:00:00 | 2026-11-29T00:00",
                "0 0 * * SUN         | 2026-11-23T00:00:00 | 2026-11-29T00:00",
                "0 12 * * fri-sun    | 2026-11-23T00:00:00 | 2026-11-27T12:00",
                "0 12 * * fri-sun    | 2026-11-28T12:00:00 | 2026-11-29T12:00",
                "0 0 13 * fri        | 2026-11-23T00:00:00 | 2026-11-27T00:00",
                "0 0 13 * fri        | 2026-12-12T00:00:00 | 2026-12-13T00:00",
                "0 0 */2 * fri       | 2026-11-23T00:00:00 | 2026-11-27T00:00",
                "0 0 29 2 *          | 2026-11-23T00:00:00 | 2028-02-29T00:00",
                "0 0 1 jan,Jul *     | 2026-11-23T00:00:00 | 2027-01-01T00:00",
                "@hourly             | 2026-11-23T10:00:00 | 2026-11-23T11:00",
                "@daily              | 2026-11-23T10:00:00 | 2026-11-24T00:00",
                "@midnight           | 2026-11-23T10:00:00 | 2026-11-24T00:00",
                "@weekly             | 2026-11-23T10:00:00 | 2026-11-29T00:00",
                "@monthly            | 2026-11-23T10:00:00 | 2026-12-01T00:00",
                "@yearly             | 2026-11-23T10:00:00 | 2027-01-01T00:00",
                "@annually           | 2026-11-23T10:00:00 | 2027-01-01T00:00",
            })
    void comesNext(String cron, LocalDateTime after, LocalDateTime next) {
        assertThat(LocalDateTime.ofInstant(
                        Cron.parse(cron).next(after.atZone(UTC).toInstant(), UTC), UTC))
                .isEqualTo(next);
    }

    /** Local times with their offsets, of all that comes on that day. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 02:00 becomes 03:00
                "Europe/Amsterdam    | 2026-03-29 | 30 2 * * *     | 03:00+02:00",
                "Europe/Amsterdam    | 2026-03-29 | */20 2 * * *   | 03:00+02:00",
                "Europe/Amsterdam    | 2026-03-29 | 30 1-3 * * *   | 01:30+01:00 03:00+02:00 03:30+02:00",
                "Europe/Amsterdam    | 2026-03-29 | 0 2,3 * * *    | 03:00+02:00",
                "Europe/Amsterdam    | 2026-03-29 | 0 3 * * *      | 03:00+02:00",
                // 03:00 becomes 02:00
                "Europe/Amsterdam    | 2026-10-25 | 30 2 * * *     | 02:30+02:00",
                "Europe/Amsterdam    | 2026-10-25 | 0,30 2 * * *   | 02:00+02:00 02:30+02:00",
                "Europe/Amsterdam    | 2026-10-25 | 0 1-3 * * *    | 01:00+02:00 02:00+02:00 03:00+01:00",
                // 02:00 becomes 03:00, 02:00 becomes 01:00
                "America/New_York    | 2026-03-08 | 15 2 * * *     | 03:00-04:00",
                "America/New_York    | 2026-11-01 | 15 1 * * *     | 01:15-04:00",
                // by half an hour
                "Australia/Lord_Howe | 2026-10-04 | 15 2 * * *     | 02:30+11:00",
                "Australia/Lord_Howe | 2026-04-05 | 45 1 * * *     | 01:45+11:00",
                // at midnight
                "America/Santiago    | 2026-09-06 | 30 0 * * *     | 01:00-03:00",
                "America/Santiago    | 2026-04-04 | 30 23 * * *    | 23:30-03:00",
                // a whole day that never was
                "Pacific/Apia        | 2011-12-31 | 0 12 * * *     | 00:00+14:00 12:00+14:00",
            })
    void comesOnceWhereClocksChange(ZoneId zone, LocalDate day, String cron, String times) {
        assertThat(of(day, zone, cron)).isEqualTo(times);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Amsterdam, 2026-03-29, 23",
        "Europe/Amsterdam, 2026-10-25, 25",
        "America/New_York, 2026-03-08, 23",
        "America/New_York, 2026-11-01, 25",
        "Asia/Kolkata, 2026-03-29, 24",
        "UTC, 2026-03-29, 24"
    })
    void comesInEveryRealHour(ZoneId zone, LocalDate day, int hours) {
        Instant from = day.atStartOfDay(zone).toInstant();
        List<Instant> hourly = all(
                Cron.parse("@hourly"), from, day.plusDays(1).atStartOfDay(zone).toInstant(), zone);
        assertThat(hourly).hasSize(hours);
        for (int i = 1; i < hourly.size(); i++) {
            assertThat(Duration.between(hourly.get(i - 1), hourly.get(i))).isEqualTo(Duration.ofHours(1));
        }
        assertThat(all(
                        Cron.parse("*/10 * * * *"),
                        from,
                        day.plusDays(1).atStartOfDay(zone).toInstant(),
                        zone))
                .hasSize(hours * 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Amsterdam",
                "America/New_York",
                "America/Santiago",
                "Australia/Lord_Howe",
                "Asia/Tehran",
                "Africa/Casablanca",
                "America/St_Johns",
                "Antarctica/Troll"
            })
    void comesOnEveryDayOfTenYearsExactlyOnce(String zone) {
        ZoneId id = ZoneId.of(zone);
        for (String cron : List.of("30 0 * * *", "30 2 * * *", "0 3 * * *", "59 23 * * *")) {
            List<Instant> all = all(
                    Cron.parse(cron),
                    LocalDate.of(2020, 1, 1).atStartOfDay(id).toInstant(),
                    LocalDate.of(2030, 1, 1).atStartOfDay(id).toInstant(),
                    id);
            assertThat(all.stream().map(at -> LocalDate.ofInstant(at, id)))
                    .as("%s in %s", cron, zone)
                    .hasSize(3653)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *          | PT1M",
                "*/7 * * * *        | PT7M",
                "@hourly            | PT1H",
                "0 */6 * * *        | PT6H",
                "0 8-18 * * *       | PT14H",
                "@daily             | PT24H",
                "0,30 2 * * *       | PT23H30M",
                "0 20 * * mon-fri   | PT72H",
                "0 3 * * sun,wed    | PT96H",
                "@weekly            | PT168H",
                "@monthly           | PT744H",
                "0 0 31 * *         | PT1464H",
                "0 0 29 2 mon       | PT8400H",
                "0 0 29 2,3 *       | PT8760H",
                "@yearly            | PT8784H",
                "0 0 29 2 *         | PT35064H",
            })
    void knowsItsLongestGap(String cron, Duration gap) {
        assertThat(Cron.parse(cron).longestGap()).isEqualTo(gap);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "@reboot",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-3 * * * *",
                "*/0 * * * *",
                "*/100 * * * *",
                "a * * * *",
                "* * * mon *",
                "1,,2 * * * *",
                "? * * * *",
                "* * L * *",
                "-1 * * * *",
                "0 0 31 feb,apr,jun *",
                "1-2-3 * * * *",
                "* * * * mo"
            })
    void refuses(String cron) {
        assertThatThrownBy(() -> Cron.parse(cron)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalsWhatIsWrittenTheSame() {
        assertThat(Cron.parse(" 30  2 * * * ")).isEqualTo(Cron.parse("30 2 * * *"));
    }

    private static String of(LocalDate day, ZoneId zone, String cron) {
        return all(
                        Cron.parse(cron),
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant(),
                        zone)
                .stream()
                .map(at -> at.atZone(zone).toOffsetDateTime().toString().substring(11))
                .collect(Collectors.joining(" "));
    }

    private static List<Instant> all(Cron cron, Instant from, Instant until, ZoneId zone) {
        List<Instant> all = new ArrayList<>();
        Instant next = cron.next(from.minusSeconds(1), zone);
        while (next.isBefore(until)) {
            all.add(next);
            next = cron.next(next, zone);
        }
        return all;
    }
}
