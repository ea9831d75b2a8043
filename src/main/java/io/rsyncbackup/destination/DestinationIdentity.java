package io.rsyncbackup.destination;

import java.time.Instant;

/**
 * What {@code destination.json} says.
 *
 * @param id random, for ever
 * @param latest the last path element of the destination
 */
public record DestinationIdentity(String id, String latest, SnapshotMethod method, Instant createdAt) {}
