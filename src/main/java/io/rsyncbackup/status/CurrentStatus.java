package io.rsyncbackup.status;

import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSchedule;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

@Service
class CurrentStatus implements Status {
    private final Plans plans;
    private final PlanStates states;
    private final Runs runs;
    private final Cluster cluster;
    private final Placement placement;
    private final Clock clock;

    CurrentStatus(Plans plans, PlanStates states, Runs runs, Cluster cluster, Placement placement, Clock clock) {
        this.plans = plans;
        this.states = states;
        this.runs = runs;
        this.cluster = cluster;
        this.placement = placement;
        this.clock = clock;
    }

    @Override
    public List<PlanStatus> all() {
        return plans.all().stream().map(this::status).toList();
    }

    @Override
    public PlanStatus of(String plan) {
        return status(plans.get(plan));
    }

    @Override
    public List<String> differing() {
        return cluster.disagreements();
    }

    private PlanStatus status(Plan plan) {
        PlanState state = states.get(plan.name());
        Instant now = clock.instant();
        Instant success = state.lastSuccessAt();
        boolean overdue = Overdue.at(now, plan, state);
        String missing = placement
                .missing(plan.name(), plan.spec().nodeLabel(), () -> true)
                .orElse(null);
        return new PlanStatus(
                plan.name(),
                runs.last(plan.name()).orElse(null),
                success,
                age(success, now),
                next(plan, state, now),
                overdue,
                runs.active(plan.name()).orElse(null),
                state.consecutiveFailures(),
                state.paused(),
                missing,
                !overdue && !failing(state) && missing == null);
    }

    private static @Nullable Instant next(Plan plan, PlanState state, Instant now) {
        PlanSchedule schedule = plan.spec().schedule();
        return schedule == null || state.paused()
                ? null
                : schedule.next(plan.name(), now, plan.spec().zone());
    }

    /** Only a success ends failing: a run that just rotates, or was cancelled, saved nothing. */
    private static boolean failing(PlanState state) {
        String outcome = state.lastOutcome();
        return state.consecutiveFailures() > 0
                || RunState.FAILED.text().equals(outcome)
                || RunState.INTERRUPTED.text().equals(outcome);
    }

    /** Never negative, whatever the clock did. */
    private static @Nullable Double age(@Nullable Instant success, Instant now) {
        return success == null
                ? null
                : Math.max(0, Duration.between(success, now).toMillis()) / 1000.0;
    }
}
