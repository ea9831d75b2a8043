package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.Plans;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Frees the space of removed snapshots in the background; holds neither a slot nor a lock, so no run waits for it. */
@Component
class TrashCollector implements TrashDuty, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TrashCollector.class);

    /** A program that ignores its end is killed after ten seconds, here and on another host. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Plans plans;
    private final BackupTools tools;
    private final Map<String, TrashWork> working = new HashMap<>();
    private volatile boolean running;

    TrashCollector(Plans plans, BackupTools tools) {
        this.plans = plans;
        this.tools = tools;
    }

    /** Empties the trash there, now or as soon as the collection under way has ended. A disk must be there already. */
    @Override
    public void collect(PlanSpec spec) {
        if (spec.destination() instanceof Location.Daemon) {
            // there removing is a transfer, and so a part of the run itself
            return;
        }
        String key = Places.key(spec);
        TrashWork work = new TrashWork();
        synchronized (working) {
            TrashWork under = working.get(key);
            if (under != null) {
                under.again();
            }
            if (under != null || !running) {
                return;
            }
            working.put(key, work);
        }
        boolean begun = false;
        try {
            DeviceUse use = DeviceUse.of(tools.devices(), spec);
            if (use.temporary()) {
                work.stopAfter(spec.device().trashTime());
            }
            Thread.ofVirtual().name("trash " + key).start(() -> work(spec, key, work, use));
            begun = true;
        } catch (DestinationException e) {
            LOG.warn("the trash of {} was not emptied, the next run tries again: {}", key, e.getMessage());
        } finally {
            if (!begun) {
                end(key, work);
            }
        }
    }

    @Override
    public void finish(PlanSpec spec, Duration most) {
        if (most.isPositive()) {
            collect(spec);
        }
        TrashWork work;
        synchronized (working) {
            work = working.get(Places.key(spec));
        }
        if (work != null && !work.finish(most, PATIENCE)) {
            LOG.warn("the trash of {} is still worked at: does its disk hang?", Places.key(spec));
        }
    }

    private void work(PlanSpec spec, String key, TrashWork work, DeviceUse use) {
        try (use) {
            empty(spec, key, work);
        } finally {
            end(key, work);
        }
    }

    private void empty(PlanSpec spec, String key, TrashWork work) {
        try (Place place = tools.places().of(spec)) {
            place.stopOn(work.stop());
            while (work.take()) {
                if (place.trash().pending(place.layout()) > 0) {
                    place.trash()
                            .empty(place.layout(), place.privileges(spec), work.stop())
                            .forEach(problem -> LOG.warn("trash: {}", problem));
                    remember(place);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("the trash of {} was not emptied, the next run tries again: {}", key, e.getMessage());
        }
    }

    private void end(String key, TrashWork work) {
        synchronized (working) {
            working.remove(key, work);
        }
        work.ended();
    }

    /** Free space has grown since the run ended. */
    private void remember(Place place) {
        plans.all().stream()
                .filter(plan -> Places.key(plan.spec()).equals(place.key()))
                .forEach(plan -> tools.states()
                        .destinationSeen(
                                plan.name(),
                                place.destinations().capacity(place.layout()),
                                place.trash().pending(place.layout()),
                                tools.clock().instant()));
    }

    @Override
    public void start() {
        running = true;
        plans.all().forEach(this::resume);
    }

    private void resume(Plan plan) {
        if (!(plan.spec().destination() instanceof Location.Local)) {
            // a start contacts no other host: the next run there collects
            return;
        }
        if (!DeviceUse.there(tools.devices(), plan.spec())) {
            // nor does it mount anything
            return;
        }
        try (Place place = tools.places().of(plan.spec())) {
            Identities.look(place, Identities.known(plan.spec(), tools.states().get(plan.name())));
            collect(plan.spec());
        } catch (DestinationException e) {
            LOG.debug("no trash to look at for plan {}: {}", plan.name(), e.getMessage());
        }
    }

    @Override
    public void stop() {
        running = false;
        List<TrashWork> under;
        synchronized (working) {
            under = List.copyOf(working.values());
        }
        under.forEach(work -> work.stop().request());
        // a disk that is in use for the trash alone is to be unmounted
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (TrashWork work : under) {
            if (!work.finish(Duration.ZERO, Duration.ofNanos(deadline - System.nanoTime()))) {
                LOG.warn("a trash is still worked at, its disk may hang; the next run there goes on with it");
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
