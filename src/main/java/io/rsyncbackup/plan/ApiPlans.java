package io.rsyncbackup.plan;

import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.plan.PlanRefusedException.Reason;
import io.rsyncbackup.snapshot.SnapshotIndex;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Service
class ApiPlans implements PlanEditor {
    private static final Logger LOG = LoggerFactory.getLogger(ApiPlans.class);

    /** Behind every name, so that of two plans in conflict it is the new one that is told. */
    private static final String NEW = "~";

    private final ApiPlanReader reader;
    private final ApiPlanStore store;
    private final PlanVersions versions;
    private final ConfiguredPlans configured;
    private final Plans plans;
    private final SnapshotIndex index;
    private final Placement placement;
    private final Clock clock;
    private final ObjectProvider<PlanListener> listeners;
    private final TransactionTemplate transaction;

    ApiPlans(
            ApiPlanReader reader,
            ApiPlanStore store,
            PlanVersions versions,
            ConfiguredPlans configured,
            Plans plans,
            SnapshotIndex index,
            Placement placement,
            Clock clock,
            ObjectProvider<PlanListener> listeners,
            PlatformTransactionManager transactions) {
        this.reader = reader;
        this.store = store;
        this.versions = versions;
        this.configured = configured;
        this.plans = plans;
        this.index = index;
        this.placement = placement;
        this.clock = clock;
        this.listeners = listeners;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Edited put(String name, Map<String, @Nullable Object> document, Condition condition, String by) {
        if (!PlanReader.isName(name)) {
            throw ApiPlanReader.rejected("name", "is no name for a plan");
        }
        editable(name);
        PlanSpec spec = reader.read(document);
        Object connection = document.get(ApiPlanReader.CONNECTION);
        Edited edited = Objects.requireNonNull(transaction.execute(status -> {
            store.holdAll();
            store.hold(name);
            Optional<Long> before = store.find(name).map(ApiPlanStore.Row::version);
            require(name, before, condition);
            inNobodysWay(name, spec);
            String stored = AllPlans.stored(spec, connection);
            if (before.isPresent()) {
                store.update(name, stored, by);
            } else if (!store.insert(name, stored, by)) {
                throw new PlanRefusedException(
                        Reason.PRECONDITION, "plan " + name + " was made by somebody else at this moment; GET it");
            }
            long version = versions.remember(name, stored);
            return new Edited(new Plan(name, Plan.Origin.API, version, spec), before.isEmpty());
        }));
        changed(name);
        return edited;
    }

    @Override
    public void delete(String name, Condition condition, BooleanSupplier inUse) {
        editable(name);
        transaction.executeWithoutResult(status -> {
            store.hold(name);
            Optional<Long> before = store.find(name).map(ApiPlanStore.Row::version);
            if (before.isEmpty()) {
                throw new PlanNotFoundException(name);
            }
            require(name, before, condition);
            if (inUse.getAsBoolean()) {
                throw new PlanRefusedException(
                        Reason.IN_USE, "plan " + name + " has an active run; wait for it or cancel it, then try again");
            }
            store.delete(name);
            index.replace(name, List.of(), clock.instant(), false);
        });
        changed(name);
    }

    @Override
    public Map<String, Object> document(Plan plan) {
        return switch (plan.origin()) {
            case CONFIGURATION -> PlanSpecs.toJson(plan.spec());
            case API ->
                ApiPlanReader.shown(
                        plan.spec(),
                        store.find(plan.name())
                                .map(row -> AllPlans.document(row.document()).get(ApiPlanReader.CONNECTION))
                                .orElse(null));
        };
    }

    private void editable(String name) {
        if (configured.byName().containsKey(name)) {
            throw new PlanRefusedException(
                    Reason.NOT_EDITABLE,
                    "plan " + name + " is in the configuration; change it there and restart the server, or choose"
                            + " another name");
        }
        placement.configuredElsewhere(name).ifPresent(server -> {
            throw new PlanRefusedException(
                    Reason.NOT_EDITABLE,
                    "plan " + name + " is in the configuration of the server " + server
                            + "; make the configurations the" + " same, or choose another name");
        });
    }

    private static void require(String name, Optional<Long> before, Condition condition) {
        if (!condition.holds(before)) {
            throw new PlanRefusedException(
                    Reason.PRECONDITION,
                    before.map(version -> "plan " + name + " is at version " + version + " now; GET it again")
                            .orElse("there is no plan " + name + " now"));
        }
    }

    private void inNobodysWay(String name, PlanSpec spec) {
        Map<String, PlanSpec> all = new LinkedHashMap<>();
        plans.all().stream()
                .filter(plan -> !plan.name().equals(name))
                .forEach(plan -> all.put(plan.name(), plan.spec()));
        all.put(NEW, spec);
        List<Problem> problems = PlanConflicts.find("", all).stream()
                .filter(problem -> problem.key().equals(NEW + ".destination"))
                .map(problem -> new Problem(
                        "destination", problem.value(), problem.text().replace("/" + NEW + "/", "/" + name + "/")))
                .toList();
        if (!problems.isEmpty()) {
            throw new PlanRejectedException(problems);
        }
    }

    private void changed(String name) {
        Stream<PlanListener> all = listeners.orderedStream();
        all.forEach(listener -> {
            try {
                listener.planChanged(name);
            } catch (RuntimeException e) {
                LOG.error("a part of the server did not hear that plan {} has changed", name, e);
            }
        });
    }
}
