package io.rsyncbackup.plan;

import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts how often what a plan says has changed, on and on: a version never means two things, also over a delete. */
@Repository
class PlanVersions {
    private final JdbcClient jdbc;
    private final Clock clock;

    PlanVersions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The version that this specification has: a new one if it is not what was known. */
    long remember(String plan, String specification) {
        // nearly always at a start, and reading costs a third
        Optional<Long> known = jdbc.sql(
                        "select version from plan_state where plan = :plan and specification = :specification")
                .param("plan", plan)
                .param("specification", specification)
                .query(Long.class)
                .optional();
        return known.orElseGet(() -> make(plan, specification));
    }

    private long make(String plan, String specification) {
        jdbc.sql("insert into plan_state (plan, version, specification, paused, consecutive_failures, first_seen_at)"
                        + " values (:plan, 1 + coalesce((select version from deleted_plan where plan = :plan), 0),"
                        + " :specification, 0, 0, :now) on conflict do nothing")
                .param("plan", plan)
                .param("specification", specification)
                .param("now", clock.millis())
                .update();
        jdbc.sql("update plan_state set version = version + 1, specification = :specification"
                        + " where plan = :plan and specification <> :specification")
                .param("plan", plan)
                .param("specification", specification)
                .update();
        return jdbc.sql("select version from plan_state where plan = :plan")
                .param("plan", plan)
                .query(Long.class)
                .single();
    }
}
