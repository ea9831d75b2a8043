package io.rsyncbackup.access;

/** What a caller may do. Every endpoint names exactly one. */
public enum Permission {
    READ,
    RUN,
    CANCEL,
    PIN,
    DELETE,
    ADOPT,
    PLAN,
    TOKEN,
    METRICS,
    LOGGERS;

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
