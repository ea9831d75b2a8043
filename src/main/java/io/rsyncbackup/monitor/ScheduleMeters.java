package io.rsyncbackup.monitor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanListener;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.schedule.Schedules;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** What was due and made no run. Registered for every plan, so that a rate sees the first one too. */
@Component
class ScheduleMeters implements MeterBinder, PlanListener {
    private final Plans plans;
    private final Schedules schedules;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    ScheduleMeters(Plans plans, Schedules schedules) {
        this.plans = plans;
        this.schedules = schedules;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        plans.all().stream().map(Plan::name).forEach(plan -> register(registry, plan));
        registries.add(registry);
    }

    @Override
    public void planChanged(String plan) {
        if (plans.find(plan).isPresent()) {
            registries.forEach(registry -> register(registry, plan));
        }
    }

    private void register(MeterRegistry registry, String plan) {
        FunctionCounter.builder("backup.schedule.skipped", schedules, all -> all.skipped(plan))
                .description("Runs that were due while the plan was still active")
                .tag("plan", plan)
                .register(registry);
    }
}
