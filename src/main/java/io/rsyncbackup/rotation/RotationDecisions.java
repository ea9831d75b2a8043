package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.List;

/**
 * What rotation decided.
 *
 * @param decisions newest snapshot first
 * @param fingerprint changes whenever the set of removed snapshots does; hexadecimal
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
