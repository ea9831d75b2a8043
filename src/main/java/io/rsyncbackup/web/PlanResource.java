package io.rsyncbackup.web;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.status.PlanStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.Map;

/** A plan: what was configured, and how it is doing. */
@Schema(name = "Plan", description = "What to back up, where to, and how long to keep it")
record PlanResource(
        String name,
        @KnownValues(of = Plan.Origin.class) String origin,

        @Schema(description = "Whether its schedule stands still")
        boolean paused,

        @Schema(description = "Grows with each change of the specification")
        long version,

        @Schema(description = "What was configured, in the configuration's own value grammar")
        Map<String, Object> spec,

        PlanStatusResource status) {
    static PlanResource of(Plan plan, Map<String, Object> spec, PlanStatus status) {
        return new PlanResource(
                plan.name(),
                plan.origin().name().toLowerCase(Locale.ROOT),
                status.paused(),
                plan.version(),
                spec,
                PlanStatusResource.of(status));
    }
}
