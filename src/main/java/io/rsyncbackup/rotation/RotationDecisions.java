package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.List;

/**
 * What rotation decided.
 *
 * @param decisions newest snapshot first
 * @param fingerprint the same exactly as long as the same snapshots are removed; hexadecimal
 * @param warnings texts for people
 */
public record RotationDecisions(
        RotationRules rules, Instant at, List<Decision> decisions, String fingerprint, List<String> warnings) {
    public List<String> removed() {
        return decisions.stream()
                .filter(decision -> !decision.kept())
                .map(Decision::snapshot)
                .toList();
    }

    public long keptCount() {
        return decisions.stream().filter(Decision::kept).count();
    }
}
