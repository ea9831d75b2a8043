package io.rsyncbackup.backup;

import java.util.List;

/** What a look at a plan's programs, source and destination found. */
public record CheckReport(boolean ok, List<Check> checks) {
    /** One thing looked at. */
    public record Check(String check, boolean ok, String detail) {}
}
