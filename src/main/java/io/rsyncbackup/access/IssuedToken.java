package io.rsyncbackup.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is shown: never its text, never its hash.
 *
 * @param id a UUID, or {@code configuration:NAME} for one that only the configuration can take away
 * @param role absent where single permissions were given
 * @param plans the only ones that exist for it; absent: all
 * @param createdAt absent for one of the configuration
 * @param createdBy name of the caller; absent for one that the server made by itself
 * @param expiresAt absent: never
 * @param lastUsedAt to the minute; absent: never, or not known
 */
public record IssuedToken(
        String id,
        String name,
        @Nullable Role role,
        Set<Permission> permissions,
        @Nullable Set<String> plans,
        @Nullable Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    Caller caller() {
        return new Caller(id, name, permissions, plans);
    }
}
