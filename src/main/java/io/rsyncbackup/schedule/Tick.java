package io.rsyncbackup.schedule;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSchedule;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a plan's next run lies in the timetable.
 *
 * @param text what the plan says of it: another text is another schedule, whose ticks are no more
 */
record Tick(Plan plan, PlanSchedule schedule, String text) {
    static final String TASK = "schedule";

    /** Absent for a plan without a schedule. */
    static Optional<Tick> of(Plan plan) {
        @Nullable PlanSchedule schedule = plan.spec().schedule();
        return schedule == null
                ? Optional.empty()
                : Optional.of(new Tick(
                        plan,
                        schedule,
                        schedule.cron().text() + " +" + schedule.jitter() + " "
                                + plan.spec().zone()));
    }

    Instant next(Instant after) {
        return schedule.next(plan.name(), after, plan.spec().zone());
    }
}
