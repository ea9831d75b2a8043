package io.rsyncbackup.web;

import io.rsyncbackup.backup.RotationPreview;
import io.rsyncbackup.rotation.Decision;
import io.rsyncbackup.rotation.Reason;
import io.rsyncbackup.rotation.RotationDecisions;
import io.rsyncbackup.rotation.RotationScheme;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rotation would decide. */
record RotationResource(
        String plan,
        Instant at,
        @Nullable Instant asOf,
        String zone,
        Map<String, String> scheme,
        String keep,
        String window,
        String fingerprint,
        List<DecisionResource> decisions,
        long kept,
        long removed,
        List<String> warnings) {
    static RotationResource of(RotationPreview preview) {
        RotationDecisions decided = preview.decisions();
        return new RotationResource(
                preview.plan(),
                decided.at(),
                preview.asOf(),
                decided.rules().zone().getId(),
                texts(decided.rules().scheme()),
                Parameters.text(decided.rules().keep()),
                Parameters.text(decided.rules().window()),
                decided.fingerprint(),
                decided.decisions().stream().map(DecisionResource::of).toList(),
                decided.keptCount(),
                decided.removed().size(),
                decided.warnings());
    }

    private static Map<String, String> texts(RotationScheme scheme) {
        Map<String, String> texts = new LinkedHashMap<>();
        scheme.retentions()
                .forEach((frequency, retention) -> texts.put(Parameters.text(frequency), retention.toString()));
        return texts;
    }

    /** Keep or remove, for one snapshot. */
    record DecisionResource(String snapshot, Instant takenAt, String decision, List<Reason> reasons) {
        static DecisionResource of(Decision decision) {
            return new DecisionResource(
                    decision.snapshot(), decision.takenAt(), decision.kept() ? "keep" : "remove", decision.reasons());
        }
    }
}
