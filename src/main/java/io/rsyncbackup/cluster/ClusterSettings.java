package io.rsyncbackup.cluster;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param shared true when other servers may work on the same database
 * @param labels what this server can reach that others cannot
 * @param plans fingerprints of the plans of the configuration, by their names
 * @param url where other servers reach this one; absent: nowhere
 */
public record ClusterSettings(
        boolean shared,
        Set<String> labels,
        Map<String, String> plans,
        @Nullable URI url) {}
