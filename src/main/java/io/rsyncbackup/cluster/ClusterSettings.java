package io.rsyncbackup.cluster;

import java.util.Map;
import java.util.Set;

/**
 * What this room is told by the configuration.
 *
 * @param shared true when other servers may work on the same database
 * @param labels what this server can reach that others cannot
 * @param plans fingerprints of the plans of the configuration, by their names
 */
public record ClusterSettings(boolean shared, Set<String> labels, Map<String, String> plans) {}
