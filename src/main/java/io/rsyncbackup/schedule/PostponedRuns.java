package io.rsyncbackup.schedule;

import io.rsyncbackup.backup.ScheduledStarts;
import io.rsyncbackup.cluster.Due;
import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.cluster.TimedTask;
import io.rsyncbackup.cluster.Timetable;
import io.rsyncbackup.log.LogMarks;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.NotAdmittedException;
import io.rsyncbackup.run.ShuttingDownException;
import io.rsyncbackup.run.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs that were due while their server began none: one for each plan, however many were due, begun by the first server that
 * begins runs. In the timetable, so that it survives the restart that a drain is often for.
 */
@Component
class PostponedRuns implements TimedTask {
    static final String TASK = "postponed-run";
    static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(PostponedRuns.class);

    private final Plans plans;
    private final PlanStates states;
    private final ScheduledStarts starts;
    private final Timetable timetable;
    private final Placement placement;
    private final Clock clock;

    PostponedRuns(
            Plans plans,
            PlanStates states,
            ScheduledStarts starts,
            Timetable timetable,
            Placement placement,
            Clock clock) {
        this.plans = plans;
        this.states = states;
        this.starts = starts;
        this.timetable = timetable;
        this.placement = placement;
        this.clock = clock;
    }

    @Override
    public String name() {
        return TASK;
    }

    /** @param due when the run should have begun; the first one stays */
    void postpone(String plan, Instant due) {
        timetable.putIfAbsent(TASK, plan, clock.instant().plus(LOOK_AGAIN), due.toString());
    }

    @Override
    @SuppressWarnings("try") // held only to be closed
    public Optional<Instant> execute(Due due) {
        try (LogMarks marks = LogMarks.plan(due.id())) {
            return start(due.id(), Instant.parse(due.data()));
        }
    }

    private Optional<Instant> start(String plan, Instant due) {
        if (plans.find(plan).isEmpty() && placement.elsewhere(plan)) {
            return Optional.of(clock.instant().plus(LOOK_AGAIN));
        }
        if (!wanted(plan, due)) {
            LOG.info("the postponed run of {} is not wanted any more", due);
            return Optional.empty();
        }
        try {
            Enqueued enqueued = starts.start(plan, Trigger.CATCH_UP, due);
            if (enqueued instanceof Enqueued.AlreadyActive) {
                // a run that saves the plan makes this one superfluous, any other does not
                return Optional.of(clock.instant().plus(LOOK_AGAIN));
            }
            LOG.info(
                    "run {} for {}, which was postponed, is {}",
                    enqueued.run().id(),
                    due,
                    enqueued.run().state().text());
            return Optional.empty();
        } catch (NotAdmittedException | ShuttingDownException e) {
            return Optional.of(clock.instant().plus(LOOK_AGAIN));
        }
    }

    private boolean wanted(String plan, Instant due) {
        PlanState state = states.get(plan);
        Instant success = state.lastSuccessAt();
        Instant firstSeen = state.firstSeenAt();
        return plans.find(plan).flatMap(Tick::of).isPresent()
                && !state.paused()
                // one of the same name that was deleted
                && (firstSeen == null || !firstSeen.isAfter(due))
                && (success == null || success.isBefore(due));
    }
}
