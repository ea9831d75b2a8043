package io.rsyncbackup.rotation;

/** How long a slot is. */
public enum Frequency {
    MINUTELY,
    HOURLY,
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY
}
