package io.rsyncbackup.cluster;

/** This server: a UUID that lives in its data directory. */
public record Node(String id) {}
