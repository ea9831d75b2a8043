package io.rsyncbackup.web;

import io.rsyncbackup.access.IssuedToken;
import io.rsyncbackup.access.Permission;
import io.rsyncbackup.access.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token, without its text but for the one time when it is made. */
@Schema(name = "Token", description = "What lets a caller in")
record TokenResource(
        @Schema(description = "configuration:NAME for one that only the configuration can take away")
        String id,

        @Schema(description = "Whom it was given to") String name,

        @KnownValues(of = Role.class) @Schema(description = "Absent where single permissions were given") @Nullable
        String role,

        @KnownValues(of = Permission.class) List<String> permissions,

        @Schema(description = "The only ones that exist for it; absent: all") @Nullable
        List<String> plans,

        @Schema(description = "Absent for one of the configuration") @Nullable
        Instant createdAt,

        @Schema(description = "Who made it; absent for one that the server made by itself") @Nullable
        String createdBy,

        @Schema(description = "Absent: never") @Nullable Instant expiresAt,

        @Schema(description = "To the minute; absent: never, or of the configuration") @Nullable
        Instant lastUsedAt,

        @Schema(description = "What its bearer sends; only in the answer that made it") @Nullable
        String token) {
    static TokenResource of(IssuedToken token, @Nullable String secret) {
        Role role = token.role();
        return new TokenResource(
                token.id(),
                token.name(),
                role == null ? null : role.text(),
                token.permissions().stream().map(Permission::text).sorted().toList(),
                token.plans() == null ? null : token.plans().stream().sorted().toList(),
                token.createdAt(),
                token.createdBy(),
                token.expiresAt(),
                token.lastUsedAt(),
                secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenResource[" + id + "]";
    }
}
