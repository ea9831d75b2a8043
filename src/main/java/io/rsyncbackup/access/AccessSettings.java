package io.rsyncbackup.access;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param adminTokenFile its content is the admin token; without it one is generated when nobody can administer
 * @param dataDirectory where a generated token is written to, as {@code admin.token}
 * @param users people who log in with a password
 * @param openId absent: tokens of no issuer are taken
 */
public record AccessSettings(
        @Nullable Path adminTokenFile,
        Path dataDirectory,
        List<ConfiguredToken> tokens,
        List<ConfiguredUser> users,
        @Nullable OpenId openId) {
    public AccessSettings {
        tokens = List.copyOf(tokens);
        users = List.copyOf(users);
    }

    public AccessSettings(@Nullable Path adminTokenFile, Path dataDirectory, List<ConfiguredToken> tokens) {
        this(adminTokenFile, dataDirectory, tokens, List.of(), null);
    }

    /** Whether the configuration itself gives somebody everything. */
    boolean administers() {
        return adminTokenFile != null
                || tokens.stream().anyMatch(token -> token.permissions().contains(Permission.TOKEN))
                || users.stream().anyMatch(user -> user.role() == Role.ADMIN);
    }

    /** Names that stand for somebody in the audit log already. */
    boolean knows(String name) {
        return tokens.stream().anyMatch(token -> token.name().equals(name))
                || users.stream().anyMatch(user -> user.name().equals(name));
    }

    /**
     * A token of which the configuration knows only the hash.
     *
     * @param hash SHA-256 of the token's text, 64 hexadecimal digits, with or without {@code sha256:} before them
     * @param plans the only ones that exist for it; absent: all
     */
    public record ConfiguredToken(
            String name,
            String hash,
            Set<Permission> permissions,
            @Nullable Set<String> plans) {
        public ConfiguredToken {
            permissions = Set.copyOf(permissions);
            plans = plans == null ? null : Set.copyOf(plans);
            if (name.isBlank()) {
                throw new IllegalArgumentException("a token needs a name");
            }
            if (!hash.matches("(sha256:)?[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException("the hash of token \"" + name
                        + "\" is not a SHA-256 in 64 hexadecimal digits; make one with:"
                        + " printf %s \"$TOKEN\" | sha256sum");
            }
            if (permissions.isEmpty()) {
                throw new IllegalArgumentException(
                        "token \"" + name + "\" has no permission; give it at least one, as in permissions: [read]");
            }
            Grants.check("token \"" + name + "\"", permissions, plans);
        }

        public ConfiguredToken(String name, String hash, Set<Permission> permissions) {
            this(name, hash, permissions, null);
        }
    }

    /**
     * Somebody with a password.
     *
     * @param password as {@code {bcrypt}…} or {@code {argon2}…}
     * @param plans the only ones that exist for this person; absent: all
     */
    public record ConfiguredUser(
            String name,
            String password,
            Role role,
            @Nullable Set<String> plans) {
        public ConfiguredUser {
            plans = plans == null ? null : Set.copyOf(plans);
            if (!Grants.isName(name)) {
                throw new IllegalArgumentException(
                        "is no name for a person; use letters, digits, spaces and . _ @ -, at most 99");
            }
            Passwords.check(password);
            Grants.check("user \"" + name + "\"", role.permissions(), plans);
        }

        /** Without the password's hash. */
        @Override
        public String toString() {
            return "ConfiguredUser[" + name + ", " + role + "]";
        }
    }

    /**
     * An issuer of OpenID Connect whose tokens are taken.
     *
     * @param audience must be among the token's, so that a token for another service is none for this one
     * @param rolesClaim where the roles are, dots lead into objects, as in {@code realm_access.roles}
     * @param rolePrefix stands before the role's name there, as in {@code backup-} for {@code backup-admin}
     * @param nameClaim what to call the caller
     */
    public record OpenId(URI issuer, String audience, String rolesClaim, String rolePrefix, String nameClaim) {}
}
