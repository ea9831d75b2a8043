package io.rsyncbackup;

import io.rsyncbackup.access.AccessSettings.ConfiguredToken;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.access.Role;
import io.rsyncbackup.plan.Fields;
import io.rsyncbackup.plan.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of the configuration. */
final class ConfiguredTokens {
    private static final List<String> PERMISSIONS =
            Arrays.stream(Permission.values()).map(Permission::text).toList();

    private static final String MAKE_HASH = "make it with: echo -n \"$TOKEN\" | sha256sum";

    private ConfiguredTokens() {}

    static List<ConfiguredToken> read(Fields fields, @Nullable List<BackupProperties.Token> tokens) {
        List<ConfiguredToken> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; tokens != null && i < tokens.size(); i++) {
            BackupProperties.Token token = tokens.get(i);
            String key = "security.tokens[" + i + "].";
            String name = required(fields, key + "name", token.name(), "write whom the token was given to");
            String hash = required(fields, key + "hash", token.hash(), MAKE_HASH);
            Set<Permission> permissions = granted(fields, key, token);
            Set<String> plans = ConfiguredGrants.plans(fields, key + "plans", token.plans());
            if (name != null && !names.add(name)) {
                fields.add(key + "name", name, "is the name of two tokens; give each its own");
            }
            if (name != null && hash != null && !permissions.isEmpty()) {
                ConfiguredToken one = token(fields, key + "hash", name, hash, permissions);
                one = one == null ? null : limited(fields, "security.tokens[" + i + "]", one, plans);
                if (one != null) {
                    read.add(one);
                }
            }
        }
        return read;
    }

    private static @Nullable ConfiguredToken limited(
            Fields fields, String key, ConfiguredToken token, @Nullable Set<String> plans) {
        try {
            return new ConfiguredToken(token.name(), token.hash(), token.permissions(), plans);
        } catch (IllegalArgumentException e) {
            fields.add(key, null, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static Set<Permission> granted(Fields fields, String key, BackupProperties.Token token) {
        if (token.role() == null) {
            return permissions(fields, key, token.permissions());
        }
        if (token.permissions() != null) {
            fields.add(key + "role", token.role(), "stands beside permissions; write only one of the two");
        }
        Role role = ConfiguredGrants.role(fields, key + "role", token.role());
        return role == null ? Set.of() : role.permissions();
    }

    private static @Nullable ConfiguredToken token(
            Fields fields, String key, String name, String hash, Set<Permission> permissions) {
        try {
            return new ConfiguredToken(name, hash, permissions);
        } catch (IllegalArgumentException e) {
            // without what was written: it may be the token itself
            fields.add(key, null, "is not a SHA-256 in 64 hexadecimal digits; " + MAKE_HASH);
            return null;
        }
    }

    private static @Nullable String required(Fields fields, String key, @Nullable String value, String mend) {
        if (value == null || value.isBlank()) {
            fields.add(key, null, "is required; " + mend);
            return null;
        }
        return value.strip();
    }

    private static Set<Permission> permissions(Fields fields, String key, @Nullable List<String> texts) {
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        if (texts == null || texts.isEmpty()) {
            fields.add(
                    key + "permissions",
                    null,
                    "is required; write role: viewer, operator, admin or metrics, or a list of "
                            + String.join(", ", PERMISSIONS));
            return permissions;
        }
        for (int i = 0; i < texts.size(); i++) {
            Permission permission =
                    fields.read(key + "permissions[" + i + "]", texts.get(i), ConfiguredTokens::permission);
            if (permission != null) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    private static Permission permission(String text) {
        return Arrays.stream(Permission.values())
                .filter(permission -> permission.text().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is not a permission; "
                        + Suggestion.nearest(text, PERMISSIONS)
                                .map(permission -> "did you mean " + permission + "?")
                                .orElse("write one of " + String.join(", ", PERMISSIONS))));
    }
}
