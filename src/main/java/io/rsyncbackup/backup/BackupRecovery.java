package io.rsyncbackup.backup;

import io.rsyncbackup.command.Leftovers;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Recovery;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.snapshot.SnapshotException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Mends what a server that died left: ends its processes, removes half-built snapshots, reads the destinations anew. */
@Component
class BackupRecovery implements Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(BackupRecovery.class);

    private final Leftovers leftovers;
    private final Plans plans;
    private final BackupTools tools;
    private final SnapshotIndexer indexer;
    private final Instant started;

    BackupRecovery(Leftovers leftovers, Plans plans, BackupTools tools, SnapshotIndexer indexer) {
        this.leftovers = leftovers;
        this.plans = plans;
        this.tools = tools;
        this.indexer = indexer;
        this.started = tools.clock().instant();
    }

    @Override
    public void recover(List<Run> interrupted) {
        leftovers.end();
        tools.settings().clearScratch();
        tools.settings().clearConnections(started);
        interrupted.stream()
                .map(run -> run.request().plan())
                .distinct()
                .flatMap(name -> plans.find(name).stream())
                .forEach(this::mend);
        tools.devices().undoLeftovers().forEach(problem -> LOG.warn("left by a server that died: {}", problem));
    }

    private void mend(Plan plan) {
        if (!(plan.spec().destination() instanceof Location.Local)) {
            // a start waits for no other host; what ran there has ended with its connection
            LOG.info("plan {}: its next run will clean up its destination on another host", plan.name());
            return;
        }
        if (!DeviceUse.there(tools.devices(), plan.spec())) {
            LOG.info("plan {}: its next run will clean up its destination, whose disk is not mounted", plan.name());
            return;
        }
        try {
            DeviceUse.during(tools.devices(), plan.spec(), () -> cleanUp(plan));
        } catch (DestinationException | SnapshotException e) {
            LOG.warn("plan {}: its next run will clean up its destination: {}", plan.name(), e.getMessage());
        }
    }

    private SnapshotList cleanUp(Plan plan) {
        try (Place place = tools.places().of(plan.spec())) {
            Identities.look(place, Identities.known(plan.spec(), tools.states().get(plan.name())));
            DestinationLock lock = place.destinations().lock(place.layout(), "recovery after a crash");
            try {
                place.snapshots().cleanUp(place.layout(), place.privileges(plan.spec()));
            } finally {
                lock.close();
            }
            return indexer.refresh(plan);
        }
    }
}
