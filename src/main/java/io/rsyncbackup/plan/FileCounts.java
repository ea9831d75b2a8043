package io.rsyncbackup.plan;

/** What a transfer did to how many files. */
public record FileCounts(long created, long deleted, long transferred) {}
