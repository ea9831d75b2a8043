package io.rsyncbackup.access;

import java.util.Locale;

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
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whoever has it sees or changes more than single plans. */
    public boolean concernsAllPlans() {
        return switch (this) {
            case PLAN, TOKEN, METRICS, LOGGERS -> true;
            case READ, RUN, CANCEL, PIN, DELETE, ADOPT -> false;
        };
    }
}
