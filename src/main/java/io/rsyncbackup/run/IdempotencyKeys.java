package io.rsyncbackup.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of {@code idempotency_key}: which run a key stands for, for a day. */
@Repository
class IdempotencyKeys {
    static final Duration LIFETIME = Duration.ofHours(24);
    private final JdbcClient jdbc;

    IdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a key is bound to. */
    record Binding(String bodyHash, String run) {}

    Optional<Binding> find(String plan, IdempotencyKey key) {
        return jdbc.sql("""
                        select body_hash, run from idempotency_key
                        where caller = :caller and plan = :plan and request_key = :key""")
                .param("caller", key.caller())
                .param("plan", plan)
                .param("key", key.key())
                .query((row, number) -> new Binding(row.getString("body_hash"), row.getString("run")))
                .optional();
    }

    /** False when someone else bound the key at this moment. */
    boolean bind(String plan, IdempotencyKey key, String run, Instant now) {
        return jdbc.sql("""
                        insert into idempotency_key (caller, plan, request_key, body_hash, run, created_at)
                        values (:caller, :plan, :key, :bodyHash, :run, :now) on conflict do nothing""")
                        .param("caller", key.caller())
                        .param("plan", plan)
                        .param("key", key.key())
                        .param("bodyHash", key.bodyHash())
                        .param("run", run)
                        .param("now", now.toEpochMilli())
                        .update()
                == 1;
    }

    void forgetExpired(Instant now) {
        jdbc.sql("delete from idempotency_key where created_at <= :limit")
                .param("limit", now.minus(LIFETIME).toEpochMilli())
                .update();
    }
}
