package io.rsyncbackup.run;

/** Unique per caller and plan for 24 hours; the same body gives the same run. */
public record IdempotencyKey(String caller, String key, String bodyHash) {}
