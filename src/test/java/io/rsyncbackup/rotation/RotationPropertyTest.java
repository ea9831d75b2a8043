package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random snapshots around clock changes. The seed stands in every failure; {@code -Dproperty.seed} begins there. */
class RotationPropertyTest {
    private static final long FIRST_SEED = Long.getLong("property.seed", 0);
    private static final int SETS = Integer.getInteger("property.sets", 1500);
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Vienna",
            "America/St_Johns",
            "Australia/Lord_Howe",
            "Pacific/Chatham",
            "Asia/Kathmandu",
            "America/Sao_Paulo");
    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-03-29T01:00:00Z"),
            Instant.parse("2026-10-25T01:00:00Z"),
            Instant.parse("2026-04-04T15:00:00Z"),
            Instant.parse("2006-10-29T02:31:00Z"),
            Instant.parse("2018-02-18T02:00:00Z"),
            Instant.parse("2021-01-01T00:00:00Z"));
    private static final List<Duration> PACES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofMinutes(7),
            Duration.ofMinutes(50),
            Duration.ofHours(5),
            Duration.ofDays(1),
            Duration.ofDays(9),
            Duration.ofDays(70));

    @Test
    void theLawsHoldForRandomSnapshotsAndSchemes() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SETS; seed++) {
            Random random = new Random(seed);
            Instant around = pick(TIMES, random);
            new RotationLaws(
                            snapshots(around, random),
                            rules(random),
                            around.plus(Duration.ofMinutes(random.nextInt(500))))
                    .hold("seed " + seed);
        }
    }

    @Test
    void theOrderOfTheInputChangesNothing() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SETS; seed++) {
            Random random = new Random(seed);
            List<RotationCandidate> snapshots = snapshots(TIMES.getFirst(), random);
            RotationRules rules = rules(random);
            List<RotationCandidate> shuffled = new ArrayList<>(snapshots);
            Collections.shuffle(shuffled, random);

            assertThat(Rotation.decide(shuffled, rules, TIMES.getFirst()))
                    .as("seed %d", seed)
                    .isEqualTo(Rotation.decide(snapshots, rules, TIMES.getFirst()));
        }
    }

    @Test
    void theFingerprintIsTheSameExactlyWhenTheRemovedOnesAre() {
        Map<String, Set<String>> removed = new HashMap<>();
        Map<Set<String>, String> fingerprints = new HashMap<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SETS; seed++) {
            Random random = new Random(seed);
            List<RotationCandidate> snapshots = Snapshots.daily(1, 2, 3, 4, 5, 6, 7).stream()
                    .filter(one -> random.nextBoolean())
                    .toList();
            RotationDecisions decisions = Rotation.decide(snapshots, rules(random), Snapshots.NOW);
            Set<String> names = Set.copyOf(decisions.removed());

            assertThat(removed.merge(decisions.fingerprint(), names, (one, other) -> one))
                    .as("seed %d", seed)
                    .isEqualTo(names);
            assertThat(fingerprints.merge(names, decisions.fingerprint(), (one, other) -> one))
                    .as("seed %d", seed)
                    .isEqualTo(decisions.fingerprint());
        }
        assertThat(fingerprints).hasSizeGreaterThan(20);
    }

    private static List<RotationCandidate> snapshots(Instant around, Random random) {
        Duration pace = pick(PACES, random);
        double partial = pick(List.of(0.0, 0.2, 0.8, 1.0), random);
        List<RotationCandidate> snapshots = new ArrayList<>();
        int size = random.nextInt(25);
        for (int index = 0; index < size; index++) {
            Instant takenAt = around.plus(pace.multipliedBy(random.nextInt(-30, 4)))
                    .plus(Duration.ofSeconds(random.nextLong(pace.toSeconds())));
            snapshots.add(new RotationCandidate(
                    takenAt + " " + index,
                    takenAt,
                    random.nextDouble() < partial,
                    random.nextInt(15) == 0,
                    random.nextInt(15) == 0));
        }
        return snapshots;
    }

    private static RotationRules rules(Random random) {
        Map<Frequency, Retention> retentions = new EnumMap<>(Frequency.class);
        while (retentions.isEmpty()) {
            for (Frequency frequency : Frequency.values()) {
                int slots = random.nextInt(-4, 7);
                if (slots > 0) {
                    retentions.put(frequency, slots == 6 ? new Retention.Always() : new Retention.Count(slots));
                }
            }
        }
        return new RotationRules(
                new RotationScheme(retentions),
                pick(List.of(Keep.values()), random),
                pick(List.of(Window.values()), random),
                ZoneId.of(pick(ZONES, random)));
    }

    private static <T> T pick(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }
}
