package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds for every set of snapshots and every scheme. */
record RotationLaws(List<RotationCandidate> snapshots, RotationRules rules, Instant now) {
    void hold(String which) {
        String description = which + " " + rules + " " + snapshots;
        RotationDecisions decisions = Rotation.decide(snapshots, rules, now);
        Set<String> kept = kept(decisions);

        assertThat(decisions.decisions())
                .as("keep and remove partition the input: %s", description)
                .extracting(Decision::snapshot)
                .containsExactlyInAnyOrderElementsOf(
                        snapshots.stream().map(RotationCandidate::name).toList());
        assertThat(kept)
                .as("kept as the design says: %s", description)
                .isEqualTo(new RotationOracle(rules, now).kept(snapshots));
        decisions.decisions().forEach(decision -> reasonsHold(decision, kept, description));
        decidingAgainRemovesNothing(kept, description);
        keepingMoreRemovesNoMore(kept, description);
    }

    private void reasonsHold(Decision decision, Set<String> kept, String description) {
        assertThat(decision.reasons())
                .as("reasons: %s", description)
                .isNotEmpty()
                .allSatisfy(reason -> {
                    assertThat(reason.text()).isNotBlank();
                    if (decision.kept()) {
                        assertThat(reason.lostTo()).isNull();
                        assertThat(reason.beyond()).isNull();
                        assertThat(reason.of() == null || reason.position() <= reason.of())
                                .isTrue();
                    } else {
                        assertThat(reason.position()).isNull();
                        assertThat((reason.lostTo() == null) != (reason.beyond() == null))
                                .isTrue();
                        assertThat(reason.lostTo() == null || kept.contains(reason.lostTo()))
                                .isTrue();
                    }
                });
        if (!decision.kept()) {
            assertThat(decision.reasons())
                    .as("one reason for each frequency: %s", description)
                    .hasSameSizeAs(rules.scheme().retentions().keySet());
        }
    }

    private void decidingAgainRemovesNothing(Set<String> kept, String description) {
        List<RotationCandidate> left =
                snapshots.stream().filter(one -> kept.contains(one.name())).toList();
        assertThat(Rotation.decide(left, rules, now).removed())
                .as("deciding again removes nothing: %s", description)
                .isEmpty();
    }

    private void keepingMoreRemovesNoMore(Set<String> kept, String description) {
        for (Frequency frequency : Frequency.values()) {
            for (Retention more : more(rules.scheme().retentions().get(frequency))) {
                Map<Frequency, Retention> retentions =
                        new EnumMap<>(rules.scheme().retentions());
                retentions.put(frequency, more);
                RotationRules raised =
                        new RotationRules(new RotationScheme(retentions), rules.keep(), rules.window(), rules.zone());
                assertThat(kept(Rotation.decide(snapshots, raised, now)))
                        .as("%s %s removes no more: %s", frequency, more, description)
                        .containsAll(kept);
            }
        }
    }

    private static List<Retention> more(@Nullable Retention retention) {
        return switch (retention) {
            case null -> List.of(new Retention.Count(1), new Retention.Always());
            case Retention.Count count -> List.of(new Retention.Count(count.slots() + 1), new Retention.Always());
            case Retention.Always always -> List.of();
        };
    }

    static Set<String> kept(RotationDecisions decisions) {
        return decisions.decisions().stream()
                .filter(Decision::kept)
                .map(Decision::snapshot)
                .collect(Collectors.toSet());
    }
}
