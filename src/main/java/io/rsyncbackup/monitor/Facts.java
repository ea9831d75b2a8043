package io.rsyncbackup.monitor;

import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.status.SnapshotSummaries;
import io.rsyncbackup.status.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What the gauges show. Read from the database, so that it survives restarts and is equal on all servers; once a scrape,
 * however many gauges ask. While the database is away the last values stay; what depends on the time goes on with it.
 */
@Component
class Facts {
    private static final Logger LOG = LoggerFactory.getLogger(Facts.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Plans plans;
    private final PlanStates states;
    private final Status status;
    private final SnapshotSummaries snapshots;
    private final Runs runs;

    private Map<String, PlanFacts> byPlan = Map.of();
    private @Nullable Long queueLength;
    private @Nullable Long readAt;

    Facts(Plans plans, PlanStates states, Status status, SnapshotSummaries snapshots, Runs runs) {
        this.plans = plans;
        this.states = states;
        this.status = status;
        this.snapshots = snapshots;
        this.runs = runs;
    }

    synchronized @Nullable PlanFacts of(String plan) {
        refresh();
        return byPlan.get(plan);
    }

    synchronized @Nullable Long queueLength() {
        refresh();
        return queueLength;
    }

    private void refresh() {
        if (readAt != null && System.nanoTime() - readAt < FRESH_NANOS) {
            return;
        }
        try {
            Map<String, PlanFacts> read = new HashMap<>();
            plans.all()
                    .forEach(plan -> read.put(
                            plan.name(),
                            new PlanFacts(
                                    plan, states.get(plan.name()), status.of(plan.name()), snapshots.of(plan.name()))));
            queueLength = runs.queueLength();
            byPlan = read;
        } catch (RuntimeException e) {
            LOG.warn("the meters show old values: {}", e.toString());
        }
        readAt = System.nanoTime();
    }
}
