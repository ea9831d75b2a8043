package io.rsyncbackup.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tokens in the database. */
@Repository
class TokenStore {
    /** Stands for every permission, also those that later versions bring. */
    private static final String ALL = "*";

    private static final String INSERT =
            "insert into token (id, name, hash, permissions, role, plans, created_at, created_by, expires_at)"
                    + " values (:id, :name, :hash, :permissions, :role, :plans, :now, :by, :expires)"
                    + " on conflict do nothing";

    private final JdbcClient jdbc;
    private final Clock clock;

    TokenStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    List<StoredToken> all() {
        return jdbc.sql("select * from token order by created_at, id")
                .query((row, number) -> new StoredToken(token(row), new TokenHash(row.getString("hash"))))
                .list();
    }

    /** Whether somebody can give tokens with one of these, today and later. */
    boolean administers() {
        return jdbc.sql("select count(*) from token where role = 'admin' and expires_at is null")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** @return false when another server was quicker */
    boolean addAdmin(String name, TokenHash hash) {
        return insert(UUID.randomUUID().toString(), name, hash, Role.ADMIN, null, null, null);
    }

    /** @return false when the name is taken */
    boolean insert(
            String id,
            String name,
            TokenHash hash,
            Role role,
            @Nullable Set<String> plans,
            @Nullable String by,
            @Nullable Instant expires) {
        return jdbc.sql(INSERT)
                        .param("id", id)
                        .param("name", name)
                        .param("hash", hash.hexadecimal())
                        .param("permissions", permissions(role))
                        .param("role", role.text())
                        .param("plans", plans == null ? null : String.join(",", new TreeSet<>(plans)), Types.VARCHAR)
                        .param("now", clock.millis())
                        .param("by", by, Types.VARCHAR)
                        .param("expires", expires == null ? null : expires.toEpochMilli(), Types.BIGINT)
                        .update()
                == 1;
    }

    /** The token of this name is another one from now on; one statement, so there is always exactly one. */
    void replaceAdmin(String name, TokenHash hash) {
        int changed = jdbc.sql(
                        "update token set hash = :hash, permissions = :permissions, role = 'admin', plans = null,"
                                + " expires_at = null, last_used_at = null, created_at = :now where name = :name")
                .param("hash", hash.hexadecimal())
                .param("permissions", ALL)
                .param("now", clock.millis())
                .param("name", name)
                .update();
        if (changed == 0) {
            addAdmin(name, hash);
        }
    }

    boolean exists(String id) {
        return jdbc.sql("select count(*) from token where id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** To be called in a transaction: nobody else takes an admin's token away until its end. */
    void holdAdmins() {
        jdbc.sql("update token set role = role where role = 'admin'").update();
    }

    /** @return false when nobody could administer without it */
    boolean delete(String id, boolean othersAdminister) {
        return jdbc.sql("delete from token where id = :id and (:others = 1 or role is null or role <> 'admin' or exists"
                                + " (select 1 from token t where t.id <> :id and t.role = 'admin'"
                                + " and t.expires_at is null))")
                        .param("id", id)
                        .param("others", othersAdminister ? 1 : 0)
                        .update()
                == 1;
    }

    /** Coarsely: a row is written at most once a minute, however many servers and requests there are. */
    void used(String id, Instant at) {
        jdbc.sql("update token set last_used_at = :at where id = :id"
                        + " and (last_used_at is null or last_used_at <= :before)")
                .param("at", at.toEpochMilli())
                .param("before", at.minusSeconds(60).toEpochMilli())
                .param("id", id)
                .update();
    }

    private static String permissions(Role role) {
        return role == Role.ADMIN
                ? ALL
                : role.permissions().stream().map(Permission::text).sorted().collect(Collectors.joining(","));
    }

    private static IssuedToken token(ResultSet row) throws SQLException {
        String role = row.getString("role");
        String plans = row.getString("plans");
        return new IssuedToken(
                row.getString("id"),
                row.getString("name"),
                role == null ? null : Role.find(role).orElse(null),
                permissions(row.getString("permissions")),
                plans == null ? null : Set.of(plans.split(",", -1)),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("created_by"),
                moment(row, "expires_at"),
                moment(row, "last_used_at"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(value);
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
