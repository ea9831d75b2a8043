package io.rsyncbackup.backup;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.Plans;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Frees the space of removed snapshots in the background; holds neither a slot nor a lock, so no run waits for it. */
@Component
class TrashCollector implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TrashCollector.class);

    private final Plans plans;
    private final BackupTools tools;
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private volatile ManualStop stop = new ManualStop();
    private volatile boolean running;

    TrashCollector(Plans plans, BackupTools tools) {
        this.plans = plans;
        this.tools = tools;
    }

    /** Empties the trash there, now or as soon as the collection under way has ended. */
    void collect(PlanSpec spec) {
        String key = Places.key(spec);
        wanted.add(key);
        if (running && working.add(key)) {
            Thread.ofVirtual().name("trash " + key).start(() -> work(spec, key));
        }
    }

    private void work(PlanSpec spec, String key) {
        StopSignal until = stop;
        try (Place place = tools.places().of(spec)) {
            while (!until.requested() && wanted.remove(key)) {
                if (place.trash().pending(place.layout()) > 0) {
                    place.trash()
                            .empty(place.layout(), place.privileges(spec), until)
                            .forEach(problem -> LOG.warn("trash: {}", problem));
                    remember(place);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("the trash of {} was not emptied, the next run tries again: {}", key, e.getMessage());
        } finally {
            working.remove(key);
        }
        if (!until.requested() && wanted.contains(key)) {
            collect(spec);
        }
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
        stop = new ManualStop();
        running = true;
        plans.all().forEach(this::resume);
    }

    private void resume(Plan plan) {
        if (!(plan.spec().destination() instanceof Location.Local)) {
            // a start contacts no other host: the next run there collects
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
        stop.request();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
