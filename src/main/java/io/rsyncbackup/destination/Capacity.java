package io.rsyncbackup.destination;

/** Size and room of a destination's file system, in bytes and inodes; inodes are -1 where the file system has none to count (btrfs). */
public record Capacity(long sizeBytes, long freeBytes, long freeInodes) {}
