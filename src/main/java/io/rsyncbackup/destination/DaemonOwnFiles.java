package io.rsyncbackup.destination;

import java.util.Map;
import java.util.Set;

/**
 * What this server keeps for itself at a destination on a daemon.
 *
 * @param files content by path below {@code .rsync-backup}, as {@code destination.json} or {@code snapshots/NAME.json};
 *     whatever lies there, it need not be whole
 * @param claims names of what lies where snapshots are begun
 * @param keepsOwners whether what is written there gets the owner it should; else the daemon works as an ordinary user
 * @param nanoseconds whether the times of what is written there surely keep them
 */
public record DaemonOwnFiles(Map<String, byte[]> files, Set<String> claims, boolean keepsOwners, boolean nanoseconds) {}
