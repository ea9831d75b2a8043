package io.rsyncbackup.rotation;

/** Which complete snapshot wins its slot. */
public enum Keep {
    OLDEST,
    NEWEST
}
