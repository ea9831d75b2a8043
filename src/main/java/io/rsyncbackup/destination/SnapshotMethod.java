package io.rsyncbackup.destination;

/** How snapshots are made on a destination; fixed when it is initialised. */
public enum SnapshotMethod {
    HARD_LINK,
    BTRFS
}
