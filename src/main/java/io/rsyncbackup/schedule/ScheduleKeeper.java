package io.rsyncbackup.schedule;

import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.cluster.Due;
import io.rsyncbackup.cluster.Periodic;
import io.rsyncbackup.cluster.Timetable;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.plan.Plans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps one tick of each plan in the timetable, whatever happens to plans, schedules and the clock. A tick whose time has
 * come is left to {@link Ticks}.
 */
@Component
class ScheduleKeeper extends Periodic implements Schedules {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleKeeper.class);

    private final Plans plans;
    private final PlanStates states;
    private final Timetable timetable;
    private final Cluster cluster;
    private final SkippedTicks skipped;
    private final Clock clock;

    /** When each plan was last seen to be due: another server that does not know the plan may have thrown its tick away. */
    private final Map<String, Due> known = new ConcurrentHashMap<>();

    ScheduleKeeper(
            Plans plans, PlanStates states, Timetable timetable, Cluster cluster, SkippedTicks skipped, Clock clock) {
        super("schedule-keeper", LOOK, LOOK);
        this.plans = plans;
        this.states = states;
        this.timetable = timetable;
        this.cluster = cluster;
        this.skipped = skipped;
        this.clock = clock;
    }

    @Override
    public void pause(String plan) {
        states.pause(plans.get(plan).name(), true);
    }

    @Override
    public void resume(String plan) {
        states.pause(plans.get(plan).name(), false);
    }

    @Override
    public void plansChanged() {
        keep();
    }

    @Override
    public long skipped(String plan) {
        return skipped.of(plan);
    }

    /** Before what is due is executed: no tick of what was configured before may come. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    @Override
    public void start() {
        keep();
        super.start();
    }

    @Override
    protected void round() {
        keep();
    }

    synchronized void keep() {
        try {
            Map<String, Due> ticks = timetable.all(Tick.TASK).stream().collect(Collectors.toMap(Due::id, due -> due));
            List<Plan> all = plans.all();
            known.keySet().retainAll(all.stream().map(Plan::name).toList());
            all.forEach(plan -> keep(plan, ticks.remove(plan.name())));
            if (!cluster.shared()) {
                // with several servers another one may know them; a tick that nobody knows ends when it is due
                ticks.keySet().forEach(plan -> timetable.remove(Tick.TASK, plan));
            }
        } catch (RuntimeException e) {
            LOG.warn("the schedules could not be looked after, trying again in a minute", e);
        }
    }

    private void keep(Plan plan, @Nullable Due due) {
        Tick tick = Tick.of(plan).orElse(null);
        if (tick == null) {
            known.remove(plan.name());
            if (due != null) {
                timetable.remove(Tick.TASK, plan.name());
            }
            return;
        }
        Instant next = tick.next(clock.instant());
        // further away than the next one: the clock was ahead when it was put down
        if (due == null || !due.data().equals(tick.text()) || due.at().isAfter(next)) {
            Due lost = due == null ? known.get(plan.name()) : null;
            Instant at =
                    lost != null && lost.data().equals(tick.text()) && lost.at().isBefore(next) ? lost.at() : next;
            timetable.put(Tick.TASK, plan.name(), at, tick.text());
            known.put(plan.name(), new Due(plan.name(), tick.text(), at));
        } else {
            known.put(plan.name(), due);
        }
    }
}
