package io.rsyncbackup;

import io.rsyncbackup.access.Role;
import io.rsyncbackup.plan.Fields;
import io.rsyncbackup.plan.PlanReader;
import io.rsyncbackup.plan.Suggestion;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the configuration gives to tokens and people alike. */
final class ConfiguredGrants {
    private static final List<String> ROLES =
            Arrays.stream(Role.values()).map(Role::text).toList();

    private ConfiguredGrants() {}

    static @Nullable Role role(Fields fields, String key, @Nullable String value) {
        return fields.read(
                key,
                value,
                text -> Role.find(text.strip())
                        .orElseThrow(() -> new IllegalArgumentException("is not a role; "
                                + Suggestion.nearest(text, ROLES)
                                        .map(role -> "did you mean " + role + "?")
                                        .orElse("write one of " + String.join(", ", ROLES)))));
    }

    /** Absent: all plans. A plan may be made over the API later, so only its name is looked at. */
    static @Nullable Set<String> plans(Fields fields, String key, @Nullable List<String> names) {
        if (names == null) {
            return null;
        }
        Set<String> plans = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = fields.read(key + "[" + i + "]", names.get(i), text -> {
                if (!PlanReader.isName(text.strip())) {
                    throw new IllegalArgumentException("is no name of a plan; write one of those below backup.plans");
                }
                return text.strip();
            });
            if (name != null) {
                plans.add(name);
            }
        }
        return plans;
    }
}
