package io.rsyncbackup.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.StepName;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the runs of this process did. Registered for every plan and outcome, so that a rate sees the first one too. */
final class RunMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30),
        Duration.ofHours(1),
        Duration.ofHours(2),
        Duration.ofHours(4),
        Duration.ofHours(8),
        Duration.ofHours(24)
    };

    private final MeterRegistry registry;
    private final Plans plans;

    RunMeters(MeterRegistry registry, Plans plans) {
        this.registry = registry;
        this.plans = plans;
        plans.all().forEach(plan -> register(plan.name()));
    }

    /** So that a rate sees the first run of a new plan too, and nothing piles up of those that are no more. */
    void planChanged(String plan) {
        if (plans.find(plan).isPresent()) {
            register(plan);
        } else {
            List.copyOf(registry.getMeters()).stream()
                    .filter(meter -> plan.equals(meter.getId().getTag("plan")))
                    .forEach(registry::remove);
        }
    }

    private void register(String plan) {
        Outcomes.ALL.forEach(outcome -> runs(plan, outcome));
        duration(plan);
        Arrays.stream(StepName.values()).forEach(step -> step(plan, step));
        transferred(plan);
        removed(plan);
    }

    /** A dry run is no backup and counts nowhere. */
    void ended(Run run) {
        if (run.request().dryRun()) {
            return;
        }
        String plan = run.request().plan();
        if (plans.find(plan).isEmpty()) {
            return;
        }
        runs(plan, run.state().text()).increment();
        Duration duration = run.duration();
        if (duration != null) {
            duration(plan).record(duration);
        }
        for (RunStep step : run.steps()) {
            Duration took = step.duration();
            if (took != null) {
                step(plan, step.name()).record(took);
            }
        }
        if (run.details().get("transfer") instanceof Map<?, ?> transfer
                && transfer.get("bytesTransferred") instanceof Number bytes) {
            transferred(plan).increment(bytes.doubleValue());
        }
        if (run.details().get("rotation") instanceof Map<?, ?> rotation
                && rotation.get("removed") instanceof Collection<?> snapshots) {
            removed(plan).increment(snapshots.size());
        }
    }

    private Counter runs(String plan, String outcome) {
        return Counter.builder("backup.runs")
                .description("Runs that ended")
                .tag("plan", plan)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Timer duration(String plan) {
        return Timer.builder("backup.run.duration")
                .description("How long runs took")
                .serviceLevelObjectives(BUCKETS)
                .tag("plan", plan)
                .register(registry);
    }

    private Timer step(String plan, StepName step) {
        return Timer.builder("backup.step.duration")
                .description("How long the steps of runs took")
                .tag("plan", plan)
                .tag("step", step.text())
                .register(registry);
    }

    private Counter transferred(String plan) {
        return Counter.builder("backup.transferred")
                .description("Bytes of the files that were transferred")
                .baseUnit("bytes")
                .tag("plan", plan)
                .register(registry);
    }

    private Counter removed(String plan) {
        return Counter.builder("backup.snapshots.removed")
                .description("Snapshots that rotation removed")
                .tag("plan", plan)
                .register(registry);
    }
}
