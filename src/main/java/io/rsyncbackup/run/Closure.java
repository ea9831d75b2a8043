package io.rsyncbackup.run;

import java.util.Locale;

/**
 * Why this server begins no new runs.
 *
 * @param detail for people, with what to do
 */
public record Closure(Reason reason, String detail) {
    public enum Reason {
        /** Somebody asked for it, before maintenance. */
        DRAINING,

        /** Neither the database nor the log of a run could be written. */
        DATA_DISK_FULL;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
