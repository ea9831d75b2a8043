package io.rsyncbackup.backup;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.Plans;
import java.nio.file.Path;
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
    private final Set<Path> wanted = ConcurrentHashMap.newKeySet();
    private final Set<Path> working = ConcurrentHashMap.newKeySet();
    private volatile ManualStop stop = new ManualStop();
    private volatile boolean running;

    TrashCollector(Plans plans, BackupTools tools) {
        this.plans = plans;
        this.tools = tools;
    }

    /** Empties the trash there, now or as soon as the collection under way has ended. */
    void collect(PlanSpec spec) {
        DestinationLayout layout = BackupSession.layout(spec);
        wanted.add(layout.parent());
        if (running && working.add(layout.parent())) {
            Thread.ofVirtual().name("trash " + layout.parent()).start(() -> work(spec, layout));
        }
    }

    private void work(PlanSpec spec, DestinationLayout layout) {
        StopSignal until = stop;
        try {
            while (!until.requested() && wanted.remove(layout.parent())) {
                if (tools.trash().pending(layout) > 0) {
                    tools.trash()
                            .empty(layout, Prefix.privileges(spec, Privileges.root()), until)
                            .forEach(problem -> LOG.warn("trash: {}", problem));
                    remember(layout);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("the trash of {} was not emptied, the next run tries again: {}", layout.parent(), e.getMessage());
        } finally {
            working.remove(layout.parent());
        }
        if (!until.requested() && wanted.contains(layout.parent())) {
            collect(spec);
        }
    }

    /** Free space has grown since the run ended. */
    private void remember(DestinationLayout layout) {
        plans.all().stream()
                .filter(plan -> BackupSession.layout(plan.spec()).equals(layout))
                .forEach(plan -> tools.states()
                        .destinationSeen(
                                plan.name(),
                                tools.destinations().capacity(layout),
                                tools.trash().pending(layout),
                                tools.clock().instant()));
    }

    @Override
    public void start() {
        stop = new ManualStop();
        running = true;
        plans.all().forEach(this::resume);
    }

    private void resume(Plan plan) {
        DestinationLayout layout = BackupSession.layout(plan.spec());
        try {
            Identities.look(
                    tools.destinations(),
                    layout,
                    Identities.known(plan.spec(), tools.states().get(plan.name())));
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
