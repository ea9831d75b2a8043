package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarWindowTest {
    /** Lord Howe shifts by half an hour, Chatham in the middle of an hour, St John's once did a minute past midnight. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Vienna, 2026-03-29T01:00:00Z",
        "Europe/Vienna, 2026-10-25T01:00:00Z",
        "Australia/Lord_Howe, 2026-04-04T15:00:00Z",
        "Australia/Lord_Howe, 2026-10-03T15:30:00Z",
        "Pacific/Chatham, 2026-04-04T14:00:00Z",
        "Pacific/Chatham, 2026-09-26T14:00:00Z",
        "America/St_Johns, 2006-10-29T02:31:00Z",
        "Asia/Kathmandu, 2026-05-01T00:00:00Z",
    })
    void countsHoursAsOneWhoWalksBackMinuteByMinute(ZoneId zone, Instant around) {
        for (int minutes = -75; minutes <= 75; minutes += 5) {
            Instant newest = around.plus(Duration.ofMinutes(minutes)).plusSeconds(17);
            for (int slots = 1; slots <= 6; slots++) {
                assertThat(CalendarWindow.firstRank(Frequency.HOURLY, slots, newest, zone))
                        .as("%d slots to %s in %s", slots, newest, zone)
                        .isEqualTo(walkBack(slots, newest, zone).getEpochSecond());
            }
        }
    }

    @Test
    void reachesAcrossManyClockChanges() {
        ZoneId vienna = ZoneId.of("Europe/Vienna");
        Instant newest = Instant.parse("2026-11-22T12:34:56Z");

        assertThat(Instant.ofEpochSecond(CalendarWindow.firstRank(Frequency.HOURLY, 24 * 365 + 1, newest, vienna)))
                .isEqualTo("2025-11-22T12:00:00Z");
        assertThat(Instant.ofEpochSecond(CalendarWindow.firstRank(Frequency.MINUTELY, 1, newest, vienna)))
                .isEqualTo("2026-11-22T12:34:00Z");
    }

    @Test
    void takesTheLargestCountThatThereIs() {
        for (Frequency frequency : Frequency.values()) {
            long first =
                    CalendarWindow.firstRank(frequency, Integer.MAX_VALUE, Snapshots.NOW, ZoneId.of("Europe/Vienna"));

            assertThat(first).isLessThan(CalendarWindow.firstRank(frequency, 1000, Snapshots.NOW, Snapshots.UTC));
        }
    }

    private static Instant walkBack(int slots, Instant newest, ZoneId zone) {
        Instant first = Instant.ofEpochSecond(newest.getEpochSecond() / 60 * 60);
        String slot = hour(first, zone);
        int seen = 1;
        while (true) {
            Instant before = first.minusSeconds(60);
            if (!hour(before, zone).equals(slot)) {
                if (seen == slots) {
                    return first;
                }
                seen++;
                slot = hour(before, zone);
            }
            first = before;
        }
    }

    private static String hour(Instant instant, ZoneId zone) {
        return Slot.of(Frequency.HOURLY, instant.atZone(zone)).text();
    }
}
