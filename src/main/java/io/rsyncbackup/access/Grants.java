package io.rsyncbackup.access;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds for whatever is given to a caller, wherever it was written down. */
final class Grants {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@-]{0,98}");

    private Grants() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.endsWith(" ");
    }

    static void check(String whose, Set<Permission> permissions, @Nullable Set<String> plans) {
        if (plans == null) {
            return;
        }
        if (plans.isEmpty()) {
            throw new IllegalArgumentException(whose + " is limited to no plan at all; name one, or leave plans out");
        }
        String tooMuch = permissions.stream()
                .filter(Permission::concernsAllPlans)
                .map(Permission::text)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!tooMuch.isEmpty()) {
            throw new IllegalArgumentException(whose + " cannot be limited to some plans and have the permissions "
                    + tooMuch + ", which concern all of them; leave plans out, or give the role viewer or operator");
        }
    }
}
