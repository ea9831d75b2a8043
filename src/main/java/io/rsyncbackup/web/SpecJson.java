package io.rsyncbackup.web;

import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.PlanSpecs;
import java.util.Map;

/** What was configured, in the configuration's own words. */
final class SpecJson {
    private SpecJson() {}

    static Map<String, Object> of(PlanSpec spec) {
        return PlanSpecs.toJson(spec);
    }
}
