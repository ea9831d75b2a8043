package io.rsyncbackup.web;

import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was configured, in the configuration's own words. */
final class SpecJson {
    private SpecJson() {}

    static Map<String, Object> of(PlanSpec spec) {
        Map<String, Object> json = new LinkedHashMap<>();
        Location source = spec.source();
        json.put("source", source == null ? "none" : source.text());
        json.put("destination", spec.destination().text());
        return json;
    }
}
