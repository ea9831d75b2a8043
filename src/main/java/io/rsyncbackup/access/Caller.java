package io.rsyncbackup.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param tokenId of the token or person: a UUID, {@code configuration:NAME}, {@code user:NAME}, {@code openid:SUBJECT}
 * @param plans the only ones that exist for this caller; absent: all
 */
public record Caller(
        String tokenId,
        String name,
        Set<Permission> permissions,
        @Nullable Set<String> plans) {
    public Caller {
        permissions = Set.copyOf(permissions);
        plans = plans == null ? null : Set.copyOf(plans);
    }

    /** Whoever is not limited to some plans. */
    public Caller(String tokenId, String name, Set<Permission> permissions) {
        this(tokenId, name, permissions, null);
    }

    public boolean sees(String plan) {
        return plans == null || plans.contains(plan);
    }

    boolean administers() {
        return permissions.contains(Permission.TOKEN);
    }
}
