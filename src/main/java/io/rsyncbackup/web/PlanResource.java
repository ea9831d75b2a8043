package io.rsyncbackup.web;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.status.PlanStatus;
import java.util.Locale;
import java.util.Map;

/** A plan: what was configured, and how it is doing. */
record PlanResource(
        String name, String origin, boolean paused, long version, Map<String, Object> spec, PlanStatusResource status) {
    static PlanResource of(Plan plan, PlanStatus status) {
        return new PlanResource(
                plan.name(),
                plan.origin().name().toLowerCase(Locale.ROOT),
                status.paused(),
                plan.version(),
                PlanSpecs.toJson(plan.spec()),
                PlanStatusResource.of(status));
    }
}
