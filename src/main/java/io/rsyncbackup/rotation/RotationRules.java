package io.rsyncbackup.rotation;

import java.time.ZoneId;

/** Everything rotation is told besides the snapshots and the time. */
public record RotationRules(RotationScheme scheme, Keep keep, Window window, ZoneId zone) {}
