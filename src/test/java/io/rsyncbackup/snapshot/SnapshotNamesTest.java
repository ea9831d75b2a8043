package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotNamesTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    @Test
    void namesAreUtcWithoutColonsAndSpaces() {
        assertThat(SnapshotNames.of(Instant.parse("2026-11-22T18:05:09.999Z"))).isEqualTo("2026-11-22T180509Z");
        assertThat(SnapshotNames.of(Instant.parse("2026-01-02T00:00:00Z"))).isEqualTo("2026-01-02T000000Z");
    }

    @Test
    void everyNameOfOursIsReadBackInEveryZone() {
        Instant from = Instant.parse("2026-03-28T23:59:59Z");
        for (int second = 0; second < 200_000; second += 1_801) {
            Instant takenAt = from.plusSeconds(second);
            assertThat(SnapshotNames.parse(SnapshotNames.of(takenAt), VIENNA)).contains(takenAt);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T180509Z, 2026-11-22T18:05:09Z",
        "2026-11-22 18:05:09, 2026-11-22T17:05:09Z",
        "2026-11-22T18:05:09, 2026-11-22T17:05:09Z",
        "2026-11-22_18-05-09, 2026-11-22T17:05:09Z",
        "2026.11.22.18.05.09, 2026-11-22T17:05:09Z",
        "2026:11:22@18@05@09, 2026-11-22T17:05:09Z",
        "20261122180509, 2026-11-22T17:05:09Z",
        "20261122T180509, 2026-11-22T17:05:09Z",
        "20261122T180509Z, 2026-11-22T18:05:09Z",
        "20261122, 2026-11-21T23:00:00Z",
        "20261122Z, 2026-11-22T00:00:00Z",
        "2026-11-22, 2026-11-21T23:00:00Z",
        "2026-1122, 2026-11-21T23:00:00Z",
        "202611221805, 2026-11-22T17:05:00Z",
        "2026-11-22 18:05, 2026-11-22T17:05:00Z",
        "2026-11-22 1805Z, 2026-11-22T18:05:00Z",
        "2024-02-29, 2024-02-28T23:00:00Z",
        "2026-07-01 00:00:00, 2026-06-30T22:00:00Z",
        // the hour from 02:00 to 03:00 happens twice: the earlier one, still summer time
        "2026-10-25 02:30:00, 2026-10-25T00:30:00Z",
        "2026-10-25 03:00:00, 2026-10-25T02:00:00Z",
        // it does not happen: forward by the length of the gap
        "2026-03-29 02:30:00, 2026-03-29T01:30:00Z",
        "2026-03-29 03:30:00, 2026-03-29T01:30:00Z",
    })
    void readsWhatOtherToolsWrite(String name, Instant takenAt) {
        assertThat(SnapshotNames.parse(name, VIENNA)).contains(takenAt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latest",
                ".rsync-backup",
                "20240101-photos",
                "2024-05-10 12:00:00.partial",
                "x2024-05-10",
                "2024-05-10x",
                " 2024-05-10",
                "2024-05-10 ",
                "2024-05-10\n",
                "2024-05",
                "2024-05-10 12",
                "2024-5-10",
                "2024--05-10",
                "2024-05-10  12:00:00",
                "2024/05/10",
                "2024+05+10",
                "2024a05a10",
                "2024-05-10Z12:00:00",
                "2024-05-10 12:00:00ZZ",
                "2024-05-10 12:00:00z",
                "2024-05-10 12:00:00+02:00",
                "2024-05-10 12:00:00.5",
                "2024-05-10-12-00-00-",
                "2023-02-29",
                "2024-02-30",
                "2024-13-01",
                "2024-00-10",
                "2024-01-00",
                "2024-01-32",
                "2024-05-10 24:00:00",
                "2024-05-10 23:60:00",
                "2024-05-10 23:59:60",
                "99999999",
                "٢٠٢٤-٠٥-١٠",
                "2024-05-10 12:00:000",
                "120240510"
            })
    void takesNothingElseForASnapshot(String name) {
        assertThat(SnapshotNames.parse(name, ZoneOffset.UTC)).isEmpty();
    }
}
