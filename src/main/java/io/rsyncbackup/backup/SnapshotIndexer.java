package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotIndex;
import io.rsyncbackup.snapshot.SnapshotKey;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Brings the index of snapshots up to date with what lies on a destination. */
@Component
class SnapshotIndexer {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotIndexer.class);

    private final BackupTools tools;
    private final SnapshotIndex index;

    SnapshotIndexer(BackupTools tools, SnapshotIndex index) {
        this.tools = tools;
        this.index = index;
    }

    /** What the index knows; touches no disk. */
    SnapshotList known(String plan) {
        return new SnapshotList(index.list(plan), index.asOf(plan).orElse(null), index.available(plan));
    }

    /** A part of it. */
    SnapshotList known(String plan, int limit, Optional<SnapshotKey> after) {
        return new SnapshotList(index.list(plan, limit, after), index.asOf(plan).orElse(null), index.available(plan));
    }

    Optional<Snapshot> find(String plan, String name) {
        return index.find(plan, name);
    }

    long version(String plan) {
        return index.version(plan);
    }

    /** Reads the destination; one that is not there or not the plan's own keeps its entries and is marked as not available. */
    SnapshotList refresh(Plan plan) {
        DeviceUse use;
        try {
            use = DeviceUse.of(tools.devices(), plan.spec());
        } catch (DestinationException e) {
            return missing(plan, e);
        }
        try (use;
                Place place = tools.places().of(plan.spec())) {
            return refresh(plan, place);
        }
    }

    private SnapshotList missing(Plan plan, DestinationException e) {
        String why = String.valueOf(e.forPlan(plan.name()).getMessage());
        LOG.info("the snapshots of plan {} cannot be read: {}", plan.name(), why);
        index.markAvailable(plan.name(), false);
        tools.states().destinationMissing(plan.name());
        SnapshotList known = known(plan.name());
        return new SnapshotList(known.items(), known.asOf(), known.destinationAvailable(), why);
    }

    private SnapshotList refresh(Plan plan, Place place) {
        try {
            Identities.look(place, Identities.known(plan.spec(), tools.states().get(plan.name())));
        } catch (DestinationException e) {
            return missing(plan, e);
        }
        RunFindings.Destination found =
                Leaving.look(place, plan.spec().rotation().zone(), tools);
        index.replace(plan.name(), found.snapshots(), found.at(), true);
        tools.states().destinationSeen(plan.name(), found.capacity(), found.trashPending(), found.at());
        return new SnapshotList(found.snapshots(), found.at(), true);
    }
}
