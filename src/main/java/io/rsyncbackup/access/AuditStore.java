package io.rsyncbackup.access;

import io.rsyncbackup.access.AuditEntry.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The audit log in the database. */
@Repository
class AuditStore {
    /** The longest path that is kept; what is longer is cut. */
    private static final int PATH = 500;

    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long insert(AuditEntry entry) {
        return jdbc.sql("insert into audit (at, caller, token_id, address, method, path, action, plan, run, subject,"
                        + " status, outcome, request_id) values (:at, :caller, :token, :address, :method, :path, :action,"
                        + " :plan, :run, :subject, :status, :outcome, :request) returning id")
                .param("at", entry.at().toEpochMilli())
                .param("caller", cut(entry.caller(), 300), Types.VARCHAR)
                .param("token", cut(entry.tokenId(), 300), Types.VARCHAR)
                .param("address", cut(entry.address(), 64))
                .param("method", cut(entry.method(), 20))
                .param("path", cut(entry.path(), PATH))
                .param("action", cut(entry.action(), 64), Types.VARCHAR)
                .param("plan", cut(entry.plan(), 63), Types.VARCHAR)
                .param("run", entry.run(), Types.VARCHAR)
                .param("subject", cut(entry.subject(), 300), Types.VARCHAR)
                .param("status", entry.status())
                .param("outcome", entry.outcome().text())
                .param("request", entry.requestId())
                .query(Long.class)
                .single();
    }

    /** @return false when there is no such entry: the transaction that wrote it was undone */
    boolean answered(long id, int status) {
        return jdbc.sql("update audit set status = :status, outcome = :outcome where id = :id")
                        .param("status", status)
                        .param("outcome", Outcome.of(status).text())
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Newest first. */
    List<AuditEntry> find(AuditFilter filter, @Nullable Long before, int limit) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        among(conditions, values, "caller", filter.callers());
        among(conditions, values, "action", filter.actions());
        among(conditions, values, "plan", filter.plans());
        among(
                conditions,
                values,
                "outcome",
                filter.outcomes().stream().map(Outcome::text).collect(Collectors.toSet()));
        bound(conditions, values, "at >= :since", "since", milliseconds(filter.since()));
        bound(conditions, values, "at < :until", "until", milliseconds(filter.until()));
        bound(conditions, values, "id < :before", "before", before);
        values.put("limit", limit);
        return jdbc.sql("select * from audit"
                        + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                        + " order by id desc limit :limit")
                .params(values)
                .query((row, number) -> entry(row))
                .list();
    }

    /** Changes live long; refused attempts, which strangers make, are few and the newest. */
    void forget(Instant before, int refusedToKeep) {
        jdbc.sql("delete from audit where at < :before")
                .param("before", before.toEpochMilli())
                .update();
        jdbc.sql("delete from audit where outcome = 'refused' and id <= (select id from audit where outcome = 'refused'"
                        + " order by id desc limit 1 offset :keep)")
                .param("keep", refusedToKeep)
                .update();
    }

    private static void among(
            List<String> conditions, Map<String, Object> values, String column, Collection<String> wanted) {
        if (!wanted.isEmpty()) {
            conditions.add(column + " in (:" + column + ")");
            values.put(column, Set.copyOf(wanted));
        }
    }

    private static void bound(
            List<String> conditions, Map<String, Object> values, String condition, String name, @Nullable Long value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static @Nullable Long milliseconds(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }

    private static @Nullable String cut(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("caller"),
                row.getString("token_id"),
                row.getString("address"),
                row.getString("method"),
                row.getString("path"),
                row.getString("action"),
                row.getString("plan"),
                row.getString("run"),
                row.getString("subject"),
                row.getInt("status"),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getString("request_id"));
    }
}
