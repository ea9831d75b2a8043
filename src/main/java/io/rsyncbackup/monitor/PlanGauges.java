package io.rsyncbackup.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.rsyncbackup.plan.DestinationSample;
import io.rsyncbackup.plan.FileCounts;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanListener;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.status.Overdue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How each plan is doing, as gauges. What never was is NaN. */
@Component
class PlanGauges implements MeterBinder, PlanListener {
    private static final String SECONDS = "seconds";
    private static final String BYTES = "bytes";

    private final Plans plans;
    private final Facts facts;
    private final Clock clock;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    PlanGauges(Plans plans, Facts facts, Clock clock) {
        this.plans = plans;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("backup.queue.length", facts, now -> number(now.queueLength()))
                .description("Runs that wait to be started")
                .register(registry);
        plans.all().forEach(plan -> register(registry, plan));
        registries.add(registry);
    }

    /** What is no more says nothing: a gauge of a deleted plan would be an alert that never ends. */
    @Override
    public void planChanged(String name) {
        for (MeterRegistry registry : registries) {
            List.copyOf(registry.getMeters()).stream()
                    .filter(meter ->
                            meter instanceof Gauge && name.equals(meter.getId().getTag("plan")))
                    .forEach(registry::remove);
            plans.find(name).ifPresent(plan -> register(registry, plan));
        }
    }

    private void register(MeterRegistry registry, Plan plan) {
        Registration gauges = new Registration(registry, plan.name());
        runs(gauges);
        snapshots(gauges);
        destination(gauges);
    }

    private void runs(Registration gauges) {
        gauges.add(
                "backup.last.run.timestamp",
                SECONDS,
                "End of the last run",
                fact -> seconds(fact.state().lastRunAt()));
        gauges.add(
                "backup.last.success.timestamp",
                SECONDS,
                "End of the last run that succeeded",
                fact -> seconds(fact.state().lastSuccessAt()));
        for (String outcome : Outcomes.ALL) {
            gauges.add(
                    "backup.last.run.outcome",
                    null,
                    "1 for the outcome of the last run, 0 for the others",
                    Tags.of("outcome", outcome),
                    fact -> flag(outcome.equals(fact.state().lastOutcome())));
        }
        gauges.add("backup.expected.interval", SECONDS, "How often a backup is expected to succeed", fact -> {
            Duration interval = fact.plan().spec().interval();
            return interval == null ? null : (double) interval.toSeconds();
        });
        gauges.add(
                "backup.overdue",
                null,
                "1 when the last success is too old",
                fact -> flag(Overdue.at(clock.instant(), fact.plan(), fact.state())));
        gauges.add("backup.consecutive.failures", null, "Runs that failed since the last success", fact ->
                (double) fact.state().consecutiveFailures());
        gauges.add(
                "backup.run.active",
                null,
                "1 while a run is queued or running",
                fact -> flag(fact.status().activeRun() != null));
        gauges.add(
                "backup.run.started.timestamp",
                SECONDS,
                "When the run that is running now began",
                fact -> started(fact.status().activeRun()));
        gauges.add(
                "backup.rsync.exit.code",
                null,
                "How rsync ended when it last ran",
                fact -> number(fact.state().lastExitCode()));
        files(gauges, "created", FileCounts::created);
        files(gauges, "deleted", FileCounts::deleted);
        files(gauges, "transferred", FileCounts::transferred);
    }

    private static void files(Registration gauges, String change, Function<FileCounts, Long> count) {
        gauges.add("backup.files", null, "Files that the last transfer changed", Tags.of("change", change), fact -> {
            FileCounts files = fact.state().files();
            return files == null ? null : (double) count.apply(files);
        });
    }

    private static void snapshots(Registration gauges) {
        gauges.add("backup.snapshots", null, "Snapshots at the destination", fact ->
                (double) fact.snapshots().count());
        gauges.add(
                "backup.snapshot.newest.timestamp",
                SECONDS,
                "When the newest snapshot was taken",
                fact -> seconds(fact.snapshots().newest()));
        gauges.add(
                "backup.snapshot.oldest.timestamp",
                SECONDS,
                "When the oldest snapshot was taken",
                fact -> seconds(fact.snapshots().oldest()));
    }

    private static void destination(Registration gauges) {
        sampled(
                gauges,
                "backup.trash.pending",
                null,
                "Removed snapshots whose space is not free yet",
                sample -> number(sample.trashPending()));
        sampled(
                gauges,
                "backup.destination.up",
                null,
                "1 when the destination was there at the last look",
                sample -> flag(sample.up()));
        sampled(
                gauges,
                "backup.destination.free",
                BYTES,
                "Free space of the destination",
                sample -> number(sample.freeBytes()));
        sampled(
                gauges,
                "backup.destination.size",
                BYTES,
                "Size of the destination",
                sample -> number(sample.sizeBytes()));
        sampled(
                gauges,
                "backup.destination.free.inodes",
                null,
                "Free inodes of the destination",
                sample -> number(sample.freeInodes()));
        sampled(
                gauges,
                "backup.destination.sampled.timestamp",
                SECONDS,
                "When the destination was last seen",
                sample -> seconds(sample.at()));
    }

    private static void sampled(
            Registration gauges,
            String name,
            @Nullable String unit,
            String description,
            Function<DestinationSample, @Nullable Double> value) {
        gauges.add(name, unit, description, fact -> {
            PlanState state = fact.state();
            DestinationSample sample = state.destination();
            return sample == null ? null : value.apply(sample);
        });
    }

    private static @Nullable Double started(@Nullable Run active) {
        return active == null ? null : seconds(active.startedAt());
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }

    private static @Nullable Double seconds(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli() / 1000.0;
    }

    private static @Nullable Double number(@Nullable Number value) {
        return value == null ? null : value.doubleValue();
    }

    /** The gauges of one plan. */
    private final class Registration {
        private final MeterRegistry registry;
        private final String plan;

        Registration(MeterRegistry registry, String plan) {
            this.registry = registry;
            this.plan = plan;
        }

        void add(String name, @Nullable String unit, String description, Function<PlanFacts, @Nullable Double> value) {
            add(name, unit, description, Tags.empty(), value);
        }

        void add(
                String name,
                @Nullable String unit,
                String description,
                Tags tags,
                Function<PlanFacts, @Nullable Double> value) {
            Gauge.builder(name, () -> {
                        PlanFacts known = facts.of(plan);
                        return known == null ? null : value.apply(known);
                    })
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .tag("plan", plan)
                    .register(registry);
        }
    }
}
