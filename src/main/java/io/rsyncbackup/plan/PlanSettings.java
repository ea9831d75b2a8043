package io.rsyncbackup.plan;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param plans by name
 * @param allowed what plans made over the API may read and write
 * @param connections by name
 * @param zone of a plan that names none
 * @param dataDirectory which no plan may fill or empty
 */
public record PlanSettings(
        SortedMap<String, PlanSpec> plans,
        AllowedRoots allowed,
        Map<String, ConnectionProperties> connections,
        ZoneId zone,
        @Nullable Path dataDirectory) {
    public PlanSettings {
        plans = Collections.unmodifiableSortedMap(new TreeMap<>(plans));
        connections = Collections.unmodifiableMap(new TreeMap<>(connections));
    }

    /** Plans of the configuration only. */
    public PlanSettings(SortedMap<String, PlanSpec> plans) {
        this(plans, AllowedRoots.NONE, Map.of(), ZoneOffset.UTC, null);
    }
}
