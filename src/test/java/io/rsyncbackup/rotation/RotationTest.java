package io.rsyncbackup.rotation;

import static io.rsyncbackup.rotation.Snapshots.NOW;
import static io.rsyncbackup.rotation.Snapshots.UTC;
import static io.rsyncbackup.rotation.Snapshots.complete;
import static io.rsyncbackup.rotation.Snapshots.daily;
import static io.rsyncbackup.rotation.Snapshots.decision;
import static io.rsyncbackup.rotation.Snapshots.inUse;
import static io.rsyncbackup.rotation.Snapshots.kept;
import static io.rsyncbackup.rotation.Snapshots.noon;
import static io.rsyncbackup.rotation.Snapshots.partial;
import static io.rsyncbackup.rotation.Snapshots.pinned;
import static io.rsyncbackup.rotation.Snapshots.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Map<String, String> TWO_DAYS = Map.of("daily", "2");

    @Test
    void keepsTheNewestSlotsThatHoldASnapshotHoweverLongAgo() {
        RotationDecisions decisions = decide(daily(1, 3, 9, 20), rules(TWO_DAYS));

        assertThat(kept(decisions)).containsExactly(noon(9), noon(20));
        assertThat(decisions.removed()).containsExactly(noon(3), noon(1));
    }

    @Test
    void keepsOnlySlotsOfTheWindowOfTimeThatEndsWithTheNewestSnapshot() {
        RotationDecisions decisions =
                decide(daily(1, 3, 18, 19, 20), rules(Map.of("daily", "3"), Keep.OLDEST, Window.TIME, UTC));

        assertThat(kept(decisions)).containsExactly(noon(18), noon(19), noon(20));
        assertThat(decide(daily(1, 18, 20), rules(TWO_DAYS, Keep.OLDEST, Window.TIME, UTC))
                        .removed())
                .containsExactly(noon(18), noon(1));
    }

    @Test
    void theOldestOfASlotStaysOrTheNewestAsThePlanSays() {
        List<RotationCandidate> sameDay =
                List.of(complete("2026-11-19T10:00:00Z"), complete("2026-11-19T11:00:00Z"), complete(noon(20)));

        assertThat(decide(sameDay, rules(TWO_DAYS)).removed()).containsExactly("2026-11-19T11:00:00Z");
        assertThat(decide(sameDay, rules(TWO_DAYS, Keep.NEWEST, Window.COUNT, UTC))
                        .removed())
                .containsExactly("2026-11-19T10:00:00Z");
    }

    @Test
    void tiesAreSettledByName() {
        Instant instant = Instant.parse(noon(10));
        List<RotationCandidate> twins = List.of(
                new RotationCandidate("b", instant, false, false, false),
                complete(noon(20)),
                new RotationCandidate("a", instant, false, false, false));

        assertThat(decide(twins, rules(TWO_DAYS)).removed()).containsExactly("b");
        assertThat(decide(twins.reversed(), rules(TWO_DAYS)).removed()).containsExactly("b");
        assertThat(decide(twins, rules(TWO_DAYS, Keep.NEWEST, Window.COUNT, UTC))
                        .removed())
                .containsExactly("a");
    }

    @Test
    void aCompleteSnapshotBeatsAnOlderPartialOneOfItsSlot() {
        List<RotationCandidate> sameDay =
                List.of(partial("2026-11-19T10:00:00Z"), complete("2026-11-19T11:00:00Z"), complete(noon(20)));

        RotationDecisions decisions = decide(sameDay, rules(TWO_DAYS));

        assertThat(decisions.removed()).containsExactly("2026-11-19T10:00:00Z");
        assertThat(decision(decisions, "2026-11-19T10:00:00Z").reasons())
                .containsExactly(new Reason(
                        "daily",
                        "2026-11-19",
                        null,
                        null,
                        "2026-11-19T11:00:00Z",
                        null,
                        "daily 2026-11-19 is kept by 2026-11-19T11:00:00Z"));
    }

    @Test
    void slotsWithOnlyPartialSnapshotsDoNotUseUpTheCount() {
        List<RotationCandidate> snapshots = List.of(
                partial(noon(15)), complete(noon(16)), partial(noon(17)), partial(noon(18)), complete(noon(19)));

        RotationDecisions decisions = decide(snapshots, rules(TWO_DAYS));

        assertThat(decisions.removed()).containsExactly(noon(15));
        assertThat(decision(decisions, noon(16)).reasons())
                .extracting(Reason::text)
                .containsExactly("daily 2 of 2 (2026-11-16)");
        assertThat(decision(decisions, noon(17)).reasons())
                .containsExactly(new Reason(
                        "daily",
                        "2026-11-17",
                        null,
                        null,
                        null,
                        null,
                        "daily, only partial and not counted (2026-11-17)"));
    }

    @Test
    void partialSnapshotsTakeThePlacesThatCompleteOnesLeaveFree() {
        List<RotationCandidate> allPartial =
                List.of(partial(noon(15)), partial(noon(16)), partial(noon(17)), partial(noon(18)));

        assertThat(kept(decide(allPartial, rules(Map.of("daily", "3"))))).containsExactly(noon(16), noon(17), noon(18));

        List<RotationCandidate> thenOneComplete = new ArrayList<>(allPartial);
        thenOneComplete.add(complete(noon(19)));
        assertThat(kept(decide(thenOneComplete, rules(Map.of("daily", "3")))))
                .containsExactly(noon(17), noon(18), noon(19));
    }

    @Test
    void aKeptSnapshotCarriesEveryReasonThatHolds() {
        RotationCandidate all = new RotationCandidate(noon(20), Instant.parse(noon(20)), false, true, true);

        Decision decision = decide(List.of(all), rules(Map.of("daily", "7", "monthly", "always")))
                .decisions()
                .getFirst();

        assertThat(decision.kept()).isTrue();
        assertThat(decision.reasons())
                .extracting(Reason::text)
                .containsExactly(
                        "daily 1 of 7 (2026-11-20)",
                        "monthly 1, always (2026-11)",
                        "the newest complete snapshot",
                        "the newest snapshot",
                        "pinned",
                        "in use");
        assertThat(decision.reasons())
                .extracting(Reason::rule)
                .containsExactly("daily", "monthly", "newest-complete", "newest", "pinned", "in-use");
        assertThat(decision.reasons().getFirst())
                .isEqualTo(new Reason("daily", "2026-11-20", 1, 7, null, null, "daily 1 of 7 (2026-11-20)"));
        assertThat(decision.reasons().get(1).of()).isNull();
    }

    @Test
    void aRemovedSnapshotHasAReasonForEveryFrequency() {
        RotationDecisions decisions = decide(daily(2, 3, 18, 19, 20), rules(Map.of("daily", "2", "monthly", "1")));

        assertThat(decision(decisions, noon(3)).reasons())
                .containsExactly(
                        new Reason(
                                "daily",
                                "2026-11-03",
                                null,
                                null,
                                null,
                                "count",
                                "daily 2026-11-03 is older than the 2 slots kept"),
                        new Reason(
                                "monthly",
                                "2026-11",
                                null,
                                null,
                                noon(2),
                                null,
                                "monthly 2026-11 is kept by " + noon(2)));
        assertThat(decide(daily(2, 20), rules(TWO_DAYS, Keep.OLDEST, Window.TIME, UTC))
                        .decisions()
                        .getLast()
                        .reasons())
                .containsExactly(new Reason(
                        "daily",
                        "2026-11-02",
                        null,
                        null,
                        null,
                        "window",
                        "daily 2026-11-02 is older than the 2 newest calendar slots"));
    }

    @Test
    void theNewestCompleteAndTheNewestOfAnyKindStay() {
        List<RotationCandidate> sameDay = List.of(
                complete("2026-11-20T01:00:00Z"),
                complete("2026-11-20T02:00:00Z"),
                complete("2026-11-20T03:00:00Z"),
                partial("2026-11-20T04:00:00Z"),
                partial("2026-11-20T05:00:00Z"));

        RotationDecisions decisions = decide(sameDay, rules(Map.of("daily", "1")));

        assertThat(decisions.removed()).containsExactly("2026-11-20T04:00:00Z", "2026-11-20T02:00:00Z");
    }

    @Test
    void pinnedAndUsedSnapshotsStayBeyondEveryRetention() {
        List<RotationCandidate> snapshots = new ArrayList<>(daily(18, 19, 20));
        snapshots.add(pinned("2020-01-01T00:00:00Z"));
        snapshots.add(inUse("2020-01-02T00:00:00Z"));

        RotationDecisions decisions = decide(snapshots, rules(TWO_DAYS));

        assertThat(decisions.removed()).containsExactly(noon(18));
        assertThat(decision(decisions, "2020-01-01T00:00:00Z").reasons())
                .extracting(Reason::rule)
                .containsExactly("pinned");
        assertThat(decision(decisions, "2020-01-02T00:00:00Z").reasons())
                .extracting(Reason::rule)
                .containsExactly("in-use");
    }

    @Test
    void aSnapshotIsOfTheFutureFromAMinuteAfterNow() {
        String almost = NOW.plusSeconds(60).toString();
        String future = NOW.plusSeconds(61).toString();

        RotationDecisions decisions = decide(List.of(complete(almost), complete(future)), rules(TWO_DAYS));

        assertThat(decision(decisions, almost).reasons())
                .extracting(Reason::rule)
                .containsExactly("daily", "newest-complete", "newest");
        assertThat(decision(decisions, future).reasons())
                .extracting(Reason::rule)
                .containsExactly("future");
        assertThat(decisions.warnings())
                .containsExactly("1 snapshot is dated in the future: kept, and not counted; check the clock");
    }

    @Test
    void decisionsComeNewestFirstWhateverTheOrderOfTheSnapshots() {
        assertThat(decide(daily(3, 20, 7), rules(TWO_DAYS)).decisions())
                .extracting(Decision::snapshot)
                .containsExactly(noon(20), noon(7), noon(3));
    }

    @Test
    void warnsOfARotationThatRemovesALargeShare() {
        assertThat(decide(daily(1, 2, 3, 4, 5), rules(Map.of("daily", "3"))).warnings())
                .containsExactly("removes 40 % of the snapshots");
        assertThat(decide(daily(1, 2, 3, 4, 5, 6, 7), rules(Map.of("daily", "5")))
                        .warnings())
                .isEmpty();
        assertThat(decide(daily(1, 2), rules(Map.of("daily", "1"))).warnings()).isEmpty();
    }

    @Test
    void theFingerprintNamesTheRemovedSnapshotsAndNothingElse() {
        String one = decide(daily(1, 2, 3), rules(TWO_DAYS)).fingerprint();

        assertThat(one).matches("[0-9a-f]{64}");
        assertThat(decide(daily(3, 1, 2), rules(TWO_DAYS)).fingerprint()).isEqualTo(one);
        assertThat(decide(daily(1, 2, 3, 4), rules(Map.of("daily", "3"))).fingerprint())
                .isEqualTo(one);
        assertThat(decide(daily(1, 2, 3, 4), rules(TWO_DAYS)).fingerprint()).isNotEqualTo(one);
        assertThat(decide(daily(2, 3), rules(TWO_DAYS)).fingerprint()).isNotEqualTo(one);
    }

    @Test
    void decidesNothingAboutNothing() {
        RotationDecisions decisions = decide(List.of(), rules(TWO_DAYS, Keep.OLDEST, Window.TIME, UTC));

        assertThat(decisions.decisions()).isEmpty();
        assertThat(decisions.warnings()).isEmpty();
    }

    private static RotationDecisions decide(List<RotationCandidate> snapshots, RotationRules rules) {
        return Rotation.decide(snapshots, rules, NOW);
    }
}
