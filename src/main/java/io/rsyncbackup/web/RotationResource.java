package io.rsyncbackup.web;

import io.rsyncbackup.backup.RotationPreview;
import io.rsyncbackup.rotation.Decision;
import io.rsyncbackup.rotation.Keep;
import io.rsyncbackup.rotation.Reason;
import io.rsyncbackup.rotation.RotationDecisions;
import io.rsyncbackup.rotation.RotationScheme;
import io.rsyncbackup.rotation.Window;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rotation would decide. */
@Schema(name = "RotationPreview", description = "What rotation would decide")
record RotationResource(
        String plan,

        @Schema(description = "The time for which it was decided")
        Instant at,

        @Schema(description = "When the index last saw the destination") @Nullable
        Instant asOf,

        String zone,

        @Schema(description = "Retention by frequency: a number or always")
        Map<String, String> scheme,

        @KnownValues(of = Keep.class) String keep,
        @KnownValues(of = Window.class) String window,

        @Schema(description = "Changes whenever what would be removed does; a run takes it as expectedRotation")
        String fingerprint,

        @Schema(description = "Newest snapshot first") List<DecisionResource> decisions,
        @Schema(description = "How many stay") long kept,
        @Schema(description = "How many go") long removed,
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
    @Schema(name = "Decision", description = "Keep or remove, for one snapshot")
    record DecisionResource(
            @KnownValues({"keep", "remove"}) String snapshot,
            @Schema(description = "Never empty") Instant takenAt,
            String decision,
            List<Reason> reasons) {
        static DecisionResource of(Decision decision) {
            return new DecisionResource(
                    decision.snapshot(), decision.takenAt(), decision.kept() ? "keep" : "remove", decision.reasons());
        }
    }
}
