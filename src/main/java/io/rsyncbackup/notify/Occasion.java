package io.rsyncbackup.notify;

import java.util.Locale;

/** What a channel can be told of. */
public enum Occasion {
    /** A run failed, or was interrupted. */
    FAILED,
    /** A run could not read everything. */
    PARTIAL,
    /** All is well again after one of the others. */
    RECOVERED,
    /** The last success of a plan is too old. */
    OVERDUE,
    /** So many runs in a row were skipped. */
    SKIPPED_TOO_OFTEN;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
