package io.rsyncbackup.plan;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The plans of the configuration. A version grows when what the plan says has changed since the last start. */
@Service
class ConfiguredPlans implements Plans {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final TreeMap<String, Plan> plans = new TreeMap<>();

    ConfiguredPlans(PlanSettings settings, JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        settings.plans()
                .forEach((name, spec) -> plans.put(
                        name, new Plan(name, Plan.Origin.CONFIGURATION, remember(name, PlanSpecs.freeze(spec)), spec)));
    }

    @Override
    public List<Plan> all() {
        return List.copyOf(plans.values());
    }

    @Override
    public Optional<Plan> find(String name) {
        return Optional.ofNullable(plans.get(name));
    }

    private long remember(String plan, String specification) {
        jdbc.sql("insert into plan_state (plan, version, specification, paused, consecutive_failures, first_seen_at)"
                        + " values (:plan, 1, :specification, 0, 0, :now) on conflict do nothing")
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
