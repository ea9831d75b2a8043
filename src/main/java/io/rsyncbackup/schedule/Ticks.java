package io.rsyncbackup.schedule;

import io.rsyncbackup.backup.ScheduledStarts;
import io.rsyncbackup.cluster.Due;
import io.rsyncbackup.cluster.Placement;
import io.rsyncbackup.cluster.TimedTask;
import io.rsyncbackup.log.LogMarks;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Admission;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.NotAdmittedException;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.ShuttingDownException;
import io.rsyncbackup.run.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks for a run when one is due. However many were missed, there is one tick for them all; a tick that is told twice, since
 * the server died right after the first, asks for the same run.
 */
@Component
class Ticks implements TimedTask {
    /** A tick that comes later was missed: nobody was there at its time. */
    static final Duration MISSED = Duration.ofMinutes(2);

    private static final Duration GIVE_UP = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);

    private final Plans plans;
    private final PlanStates states;
    private final ScheduledStarts starts;
    private final PostponedRuns postponed;
    private final SkippedTicks skipped;
    private final Placement placement;
    private final Admission admission;
    private final Clock clock;

    /** Since when a tick cannot be asked for; however late it is, it is tried for a while. */
    private final Map<Due, Instant> failingSince = new ConcurrentHashMap<>();

    /** The tick of each plan that was refused here and left to other servers. */
    private final Map<String, Instant> leftToOthers = new ConcurrentHashMap<>();

    Ticks(
            Plans plans,
            PlanStates states,
            ScheduledStarts starts,
            PostponedRuns postponed,
            SkippedTicks skipped,
            Placement placement,
            Admission admission,
            Clock clock) {
        this.plans = plans;
        this.states = states;
        this.starts = starts;
        this.postponed = postponed;
        this.skipped = skipped;
        this.placement = placement;
        this.admission = admission;
        this.clock = clock;
    }

    @Override
    public String name() {
        return Tick.TASK;
    }

    @Override
    @SuppressWarnings("try") // held only to be closed
    public Optional<Instant> execute(Due due) {
        try (LogMarks marks = LogMarks.plan(due.id())) {
            return next(due);
        }
    }

    private Optional<Instant> next(Due due) {
        Optional<Plan> plan = plans.find(due.id());
        if (plan.isEmpty() && placement.elsewhere(due.id())) {
            // one of those that know it takes it at the next look, or makes up for it when it is up again
            return Optional.of(due.at());
        }
        Optional<Tick> tick = plan.flatMap(Tick::of);
        if (tick.isEmpty()) {
            LOG.info("plan {} has no schedule any more", due.id());
        }
        return tick.map(own -> own.text().equals(due.data()) ? tick(own, due) : own.next(clock.instant()));
    }

    private Instant tick(Tick tick, Due due) {
        Instant now = clock.instant();
        try {
            start(tick, due, now);
            failingSince.remove(due);
        } catch (ShuttingDownException e) {
            // the next start finds it as it is
            return due.at();
        } catch (NotAdmittedException e) {
            if (refused(tick, due, e)) {
                return due.at();
            }
        } catch (RuntimeException e) {
            Instant since = failingSince.get(due);
            if (since == null) {
                failingSince.put(due, now);
                LOG.warn("plan {}: the run due at {} could not be asked for, trying again", due.id(), due.at(), e);
                return due.at();
            }
            // a clock that is set back must not make it last
            if (now.isBefore(since.plus(GIVE_UP)) && !now.isBefore(since)) {
                return due.at();
            }
            failingSince.remove(due);
            LOG.error("plan {}: the run due at {} could not be asked for", due.id(), due.at(), e);
            skipped.add(due.id());
        }
        return tick.next(now);
    }

    /** Whether it is left to other servers, which have some time to take it. */
    private boolean refused(Tick tick, Due due, NotAdmittedException e) {
        if (tick.schedule().catchUp()) {
            LOG.warn("no run for {} yet: {}", due.at(), e.getMessage());
            postponed.postpone(due.id(), due.at());
            return false;
        }
        if (placement.accompanied()) {
            if (!due.at().equals(leftToOthers.put(due.id(), due.at()))) {
                LOG.info("the run for {} is left to the other servers: {}", due.at(), e.getMessage());
            }
            return true;
        }
        LOG.warn("no run for {}, and catch-up is false: {}", due.at(), e.getMessage());
        skipped.add(due.id());
        return false;
    }

    private void start(Tick tick, Due due, Instant now) {
        String plan = due.id();
        boolean missed = now.isAfter(due.at().plus(MISSED));
        if (states.get(plan).paused()) {
            LOG.info("plan {} is paused: no run for {}", plan, due.at());
        } else if (missed && !tick.schedule().catchUp()) {
            LOG.info("plan {}: nobody was there at {}, and catch-up is false", plan, due.at());
            if (leftToOthers.remove(plan, due.at())) {
                skipped.add(plan);
            }
        } else {
            switch (starts.start(plan, missed ? Trigger.CATCH_UP : Trigger.SCHEDULE, due.at())) {
                case Enqueued.Accepted accepted ->
                    LOG.info(
                            "plan {}: run {} for {}{}",
                            plan,
                            accepted.run().id(),
                            due.at(),
                            missed ? ", which was missed" : "");
                case Enqueued.Replayed replayed ->
                    LOG.info("plan {}: run {} was for {}", plan, replayed.run().id(), due.at());
                case Enqueued.AlreadyActive active
                when waits(active) && tick.schedule().catchUp() -> {
                    LOG.info(
                            "plan {}: no run for {} yet, run {} waits",
                            plan,
                            due.at(),
                            active.run().id());
                    postponed.postpone(plan, due.at());
                }
                case Enqueued.AlreadyActive active -> {
                    skipped.add(plan);
                    LOG.warn(
                            "plan {}: no run for {}, since run {} is {}",
                            plan,
                            due.at(),
                            active.run().id(),
                            active.run().state().text());
                }
                case Enqueued.KeyReused reused ->
                    throw new IllegalStateException("the key of " + due + " stands for run "
                            + reused.run().id());
            }
        }
    }

    /** What is queued while no run begins here may be anything, also a dry run. */
    private boolean waits(Enqueued.AlreadyActive active) {
        return active.run().state() == RunState.QUEUED && !admission.closures().isEmpty();
    }
}
