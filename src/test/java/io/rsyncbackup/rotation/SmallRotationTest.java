package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which six moments of five days can hold a complete snapshot, a partial one, or none. */
class SmallRotationTest {
    private static final List<String> MOMENTS = List.of(
            "2026-11-20T08:00:00Z",
            "2026-11-20T18:00:00Z",
            "2026-11-21T08:00:00Z",
            "2026-11-23T08:00:00Z",
            "2026-11-23T18:00:00Z",
            "2026-11-24T08:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theLawsHoldForEverySmallSet(int count) {
        for (Keep keep : Keep.values()) {
            for (Window window : Window.values()) {
                RotationRules rules = Snapshots.rules(Map.of("daily", "" + count), keep, window, Snapshots.UTC);
                for (int set = 0; set < 729; set++) {
                    new RotationLaws(snapshots(set), rules, Instant.parse("2026-11-24T12:00:00Z")).hold("set " + set);
                }
            }
        }
    }

    private static List<RotationCandidate> snapshots(int set) {
        List<RotationCandidate> snapshots = new ArrayList<>();
        int digits = set;
        for (String moment : MOMENTS) {
            switch (digits % 3) {
                case 1 -> snapshots.add(Snapshots.complete(moment));
                case 2 -> snapshots.add(Snapshots.partial(moment));
                default -> {} // none
            }
            digits /= 3;
        }
        return snapshots;
    }
}
