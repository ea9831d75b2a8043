package io.rsyncbackup.run;

/** Who asked for a run. */
public enum Trigger {
    API,
    SCHEDULE,
    CATCH_UP,
    HOOK,
    RERUN;

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
