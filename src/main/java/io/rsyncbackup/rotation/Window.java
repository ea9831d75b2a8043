package io.rsyncbackup.rotation;

/** Which slots a count means: the N newest that hold a snapshot, or N consecutive calendar slots. */
public enum Window {
    COUNT,
    TIME
}
