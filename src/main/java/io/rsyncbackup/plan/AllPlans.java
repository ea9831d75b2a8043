package io.rsyncbackup.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plans of the configuration and of the API. The latter are read from the database each time, since another server may
 * have changed them; what was read is kept by its version. A plan of the configuration hides one of the same name.
 */
@Service
class AllPlans implements Plans {
    private static final Logger LOG = LoggerFactory.getLogger(AllPlans.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfiguredPlans configured;
    private final ApiPlanStore store;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    AllPlans(ConfiguredPlans configured, ApiPlanStore store) {
        this.configured = configured;
        this.store = store;
    }

    private record Known(ApiPlanStore.Row row, Plan plan) {}

    @Override
    public List<Plan> all() {
        Map<String, Plan> all = new HashMap<>();
        for (ApiPlanStore.Row row : store.all()) {
            plan(row).ifPresent(plan -> all.put(plan.name(), plan));
        }
        all.putAll(configured.byName());
        List<Plan> sorted = new ArrayList<>(all.values());
        sorted.sort(Comparator.comparing(Plan::name));
        return List.copyOf(sorted);
    }

    @Override
    public Optional<Plan> find(String name) {
        Plan fixed = configured.byName().get(name);
        return fixed != null ? Optional.of(fixed) : store.find(name).flatMap(this::plan);
    }

    @Override
    public boolean hold(String name) {
        return configured.byName().containsKey(name) || store.hold(name);
    }

    private Optional<Plan> plan(ApiPlanStore.Row row) {
        Known before = known.get(row.name());
        if (before != null && before.row.equals(row)) {
            return Optional.of(before.plan);
        }
        try {
            // as it was when it was accepted; what the configuration allows today is asked by every run
            PlanSpec spec = PlanSpecs.thaw(text(document(row.document()).get(FROZEN)));
            Plan plan = new Plan(row.name(), Plan.Origin.API, row.version(), spec);
            known.put(row.name(), new Known(row, plan));
            return Optional.of(plan);
        } catch (RuntimeException e) {
            LOG.error("plan {} cannot be read and is left out; PUT it again: {}", row.name(), e.toString());
            return Optional.empty();
        }
    }

    /** Key of the whole specification in what is stored; {@code connection} stands beside it. */
    static final String FROZEN = "frozen";

    static Map<String, Object> document(String stored) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (JSON.readValue(stored, Object.class) instanceof Map<?, ?> read) {
            read.forEach((key, value) -> document.put(String.valueOf(key), value));
        }
        return document;
    }

    static String stored(PlanSpec spec, @Nullable Object connection) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(FROZEN, PlanSpecs.freeze(spec));
        if (connection != null) {
            document.put(ApiPlanReader.CONNECTION, connection);
        }
        return JSON.writeValueAsString(document);
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }
}
