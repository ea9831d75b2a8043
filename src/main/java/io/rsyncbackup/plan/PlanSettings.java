package io.rsyncbackup.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this room is told by the configuration.
 *
 * @param plans by name
 */
public record PlanSettings(SortedMap<String, PlanSpec> plans) {
    public PlanSettings {
        plans = Collections.unmodifiableSortedMap(new TreeMap<>(plans));
    }
}
