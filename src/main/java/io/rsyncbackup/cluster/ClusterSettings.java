package io.rsyncbackup.cluster;

/**
 * What this room is told by the configuration.
 *
 * @param shared true when other servers may work on the same database
 */
public record ClusterSettings(boolean shared) {}
