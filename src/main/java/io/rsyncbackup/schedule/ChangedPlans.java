package io.rsyncbackup.schedule;

import io.rsyncbackup.plan.PlanListener;
import org.springframework.stereotype.Component;

/** Has a plan's new schedule hold at once. */
@Component
class ChangedPlans implements PlanListener {
    private final Schedules schedules;

    ChangedPlans(Schedules schedules) {
        this.schedules = schedules;
    }

    @Override
    public void planChanged(String plan) {
        schedules.plansChanged();
    }
}
