package io.rsyncbackup.access;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tokens in the database. */
@Repository
class TokenStore {
    /** Stands for every permission, also those that later versions bring. */
    private static final String ALL = "*";

    private final JdbcClient jdbc;
    private final Clock clock;

    TokenStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    List<StoredToken> all() {
        return jdbc.sql("select id, name, hash, permissions from token")
                .query((row, number) -> new StoredToken(
                        new Caller(
                                row.getString("id"), row.getString("name"), permissions(row.getString("permissions"))),
                        new TokenHash(row.getString("hash"))))
                .list();
    }

    boolean isEmpty() {
        return jdbc.sql("select count(*) from token").query(Long.class).single() == 0;
    }

    /** @return false when another server was quicker */
    boolean addAdmin(String name, TokenHash hash) {
        return jdbc.sql("insert into token (id, name, hash, permissions, created_at)"
                                + " values (:id, :name, :hash, :permissions, :now) on conflict do nothing")
                        .param("id", UUID.randomUUID().toString())
                        .param("name", name)
                        .param("hash", hash.hexadecimal())
                        .param("permissions", ALL)
                        .param("now", clock.millis())
                        .update()
                == 1;
    }

    /** The token of this name is another one from now on; one statement, so there is always exactly one. */
    void replaceAdmin(String name, TokenHash hash) {
        int changed = jdbc.sql("update token set hash = :hash, permissions = :permissions, created_at = :now"
                        + " where name = :name")
                .param("hash", hash.hexadecimal())
                .param("permissions", ALL)
                .param("now", clock.millis())
                .param("name", name)
                .update();
        if (changed == 0) {
            addAdmin(name, hash);
        }
    }

    private static Set<Permission> permissions(String text) {
        if (text.equals(ALL)) {
            return Set.of(Permission.values());
        }
        return Arrays.stream(text.split(",", -1))
                .map(permission -> Permission.valueOf(permission.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
