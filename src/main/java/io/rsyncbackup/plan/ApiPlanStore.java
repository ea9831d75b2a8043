package io.rsyncbackup.plan;

import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Plans made over the API, as they were written. */
@Repository
class ApiPlanStore {
    private static final String SELECT =
            "select a.name, a.document, s.version from api_plan a join plan_state s on s.plan = a.name";

    private final JdbcClient jdbc;
    private final Clock clock;

    ApiPlanStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A plan as it was written, and how often it was. */
    record Row(String name, String document, long version) {}

    List<Row> all() {
        return jdbc.sql(SELECT + " order by a.name").query(Row.class).list();
    }

    Optional<Row> find(String name) {
        return jdbc.sql(SELECT + " where a.name = :name")
                .param("name", name)
                .query(Row.class)
                .optional();
    }

    /** Of a plan that is not in the configuration: was it there? What lasts of one made over the API goes when it is deleted. */
    boolean wasConfigured(String name) {
        return jdbc.sql("select count(*) from plan_state where plan = :name"
                                + " and not exists (select 1 from api_plan where name = :name)")
                        .param("name", name)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * To be called in a transaction: until its end nobody else changes or deletes the plan.
     *
     * @return false when there is none
     */
    boolean hold(String name) {
        return jdbc.sql("update plan_state set plan = plan where plan = :name"
                                + " and exists (select 1 from api_plan where name = :name)")
                        .param("name", name)
                        .update()
                == 1;
    }

    /** @return false when somebody else made it at the same moment */
    boolean insert(String name, String document, String by) {
        return jdbc.sql("insert into api_plan (name, document, changed_at, changed_by)"
                                + " values (:name, :document, :now, :by) on conflict do nothing")
                        .param("name", name)
                        .param("document", document)
                        .param("now", clock.millis())
                        .param("by", by, Types.VARCHAR)
                        .update()
                == 1;
    }

    void update(String name, String document, String by) {
        jdbc.sql("update api_plan set document = :document, changed_at = :now, changed_by = :by where name = :name")
                .param("name", name)
                .param("document", document)
                .param("now", clock.millis())
                .param("by", by, Types.VARCHAR)
                .update();
    }

    /** To be called in a transaction: until its end nobody else makes or changes any plan. */
    void holdAll() {
        jdbc.sql("insert into plan_edit (held) values (0) on conflict (held) do update set held = excluded.held")
                .update();
    }

    /**
     * And everything that is known of it, but for its version; also what its channels were told: another plan may get its
     * name.
     */
    void delete(String name) {
        jdbc.sql("insert into deleted_plan (plan, version) select plan, version from plan_state where plan = :name"
                        + " on conflict (plan) do update set version = excluded.version")
                .param("name", name)
                .update();
        for (String table : List.of(
                "api_plan where name",
                "plan_destination where plan",
                "plan_state where plan",
                "notification_plan where plan")) {
            jdbc.sql("delete from " + table + " = :name").param("name", name).update();
        }
    }
}
