package io.rsyncbackup.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param adminTokenFile its content is the admin token; without it one is generated when no token exists at all
 * @param dataDirectory where a generated token is written to, as {@code admin.token}
 */
public record AccessSettings(@Nullable Path adminTokenFile, Path dataDirectory, List<ConfiguredToken> tokens) {
    public AccessSettings {
        tokens = List.copyOf(tokens);
    }

    /**
     * A token of which the configuration knows only the hash.
     *
     * @param hash SHA-256 of the token's text, 64 hexadecimal digits, with or without {@code sha256:} before them
     */
    public record ConfiguredToken(String name, String hash, Set<Permission> permissions) {
        public ConfiguredToken {
            permissions = Set.copyOf(permissions);
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
        }
    }
}
