package io.rsyncbackup.backup;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The hooks of the configuration. No part of a plan's specification on purpose: what comes over the API, or was frozen into a
 * run, can hold none.
 *
 * @param plans by name
 */
public record HookSettings(SortedMap<String, PlanHooks> plans) {
    public HookSettings {
        plans = Collections.unmodifiableSortedMap(new TreeMap<>(plans));
    }

    Optional<PlanHooks> of(String plan) {
        return Optional.ofNullable(plans.get(plan));
    }
}
