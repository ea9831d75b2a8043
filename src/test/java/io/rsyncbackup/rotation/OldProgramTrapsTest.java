package io.rsyncbackup.rotation;

import static io.rsyncbackup.rotation.Snapshots.UTC;
import static io.rsyncbackup.rotation.Snapshots.complete;
import static io.rsyncbackup.rotation.Snapshots.daily;
import static io.rsyncbackup.rotation.Snapshots.kept;
import static io.rsyncbackup.rotation.Snapshots.noon;
import static io.rsyncbackup.rotation.Snapshots.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the old program's rotation got wrong. Weeks are in {@link SlotTest}. */
class OldProgramTrapsTest {
    private static final Map<String, String> A_WEEK = Map.of("daily", "7");

    @Test
    void theSnapshotJustMadeStaysWhenAnOlderOneSharesItsSlot() {
        List<RotationCandidate> sameDay = List.of(complete("2026-11-20T08:00:00Z"), complete("2026-11-20T18:00:00Z"));

        assertThat(Rotation.decide(sameDay, rules(A_WEEK), Snapshots.NOW).removed())
                .isEmpty();
    }

    @Test
    void anOutagePurgesNoHistoryWhileNothingNewIsThere() {
        Instant afterAYear = Snapshots.NOW.plus(Duration.ofDays(365));
        for (Window window : Window.values()) {
            RotationRules rules = rules(A_WEEK, Keep.OLDEST, window, UTC);

            assertThat(Rotation.decide(daily(14, 15, 16, 17, 18, 19, 20), rules, afterAYear)
                            .removed())
                    .isEmpty();
        }
    }

    @Test
    void theFirstSnapshotAfterAnOutageTakesOnePlaceOnly() {
        List<RotationCandidate> snapshots = new ArrayList<>(daily(14, 15, 16, 17, 18, 19, 20));
        snapshots.add(complete("2027-11-20T12:00:00Z"));

        assertThat(Rotation.decide(snapshots, rules(A_WEEK), Instant.parse("2027-11-20T12:01:00Z"))
                        .removed())
                .containsExactly(noon(14));
    }

    @Test
    void oneNameDatedInTheFuturePurgesNoHistory() {
        List<RotationCandidate> snapshots = new ArrayList<>(daily(14, 15, 16, 17, 18, 19, 20));
        snapshots.add(complete("2106-02-07T06:28:15Z"));
        for (Window window : Window.values()) {
            RotationDecisions decisions =
                    Rotation.decide(snapshots, rules(A_WEEK, Keep.OLDEST, window, UTC), Snapshots.NOW);

            assertThat(kept(decisions)).hasSize(8);
            assertThat(decisions.warnings()).hasSize(1);
        }
    }

    @Test
    void partialSnapshotsDriveNoCompleteOneOut() {
        List<RotationCandidate> snapshots = new ArrayList<>(daily(1, 2, 3, 4, 5, 6, 7));
        for (int day = 8; day <= 21; day++) {
            snapshots.add(Snapshots.partial(noon(day)));
        }

        assertThat(Rotation.decide(snapshots, rules(A_WEEK), Snapshots.NOW).removed())
                .isEmpty();
    }
}
