package io.rsyncbackup.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The plans of the configuration. A version grows when what the plan says has changed since the last start. */
@Component
class ConfiguredPlans {
    private final TreeMap<String, Plan> plans = new TreeMap<>();

    ConfiguredPlans(PlanSettings settings, PlanVersions versions) {
        settings.plans()
                .forEach((name, spec) -> plans.put(
                        name,
                        new Plan(
                                name,
                                Plan.Origin.CONFIGURATION,
                                versions.remember(name, PlanSpecs.freeze(spec)),
                                spec)));
    }

    SortedMap<String, Plan> byName() {
        return Collections.unmodifiableSortedMap(plans);
    }
}
