package io.rsyncbackup.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What people call a set of permissions. */
public enum Role {
    /** Looks. */
    VIEWER,

    /** Starts, cancels, pins, checks, pauses. */
    OPERATOR,

    /** May everything, also what later versions bring. */
    ADMIN,

    /** Scrapes metrics and asks for health. */
    METRICS;

    public Set<Permission> permissions() {
        return switch (this) {
            case VIEWER -> Set.of(Permission.READ);
            case OPERATOR -> Set.of(Permission.READ, Permission.RUN, Permission.CANCEL, Permission.PIN);
            case ADMIN -> Set.of(Permission.values());
            case METRICS -> Set.of(Permission.METRICS);
        };
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> find(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
