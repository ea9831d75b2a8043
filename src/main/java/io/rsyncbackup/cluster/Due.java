package io.rsyncbackup.cluster;

import java.time.Instant;

/**
 * One occurrence of a {@link TimedTask}.
 *
 * @param id which one, unique among those of the same task
 * @param data what was put down with it
 * @param at when it is or was due
 */
public record Due(String id, String data, Instant at) {}
