package io.rsyncbackup.plan;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param plans by name
 * @param allowed what plans made over the API may read and write
 * @param connections by name
 * @param channels names of those that are declared
 * @param zone of a plan that names none
 * @param dataDirectory which no plan may fill or empty
 */
public record PlanSettings(
        SortedMap<String, PlanSpec> plans,
        AllowedRoots allowed,
        Map<String, ConnectionProperties> connections,
        Set<String> channels,
        ZoneId zone,
        @Nullable Path dataDirectory) {
    public PlanSettings {
        plans = Collections.unmodifiableSortedMap(new TreeMap<>(plans));
        connections = Collections.unmodifiableMap(new TreeMap<>(connections));
        channels = Collections.unmodifiableSortedSet(new TreeSet<>(channels));
    }

    /** Plans of the configuration only. */
    public PlanSettings(SortedMap<String, PlanSpec> plans) {
        this(plans, AllowedRoots.NONE, Map.of(), Set.of(), ZoneOffset.UTC, null);
    }
}
