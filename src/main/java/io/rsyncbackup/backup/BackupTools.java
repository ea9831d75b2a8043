package io.rsyncbackup.backup;

import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.snapshot.SnapshotStore;
import io.rsyncbackup.snapshot.Trash;
import io.rsyncbackup.transfer.Transfer;
import java.time.Clock;

/** The rooms that a run's steps work with. */
record BackupTools(
        Destinations destinations,
        SnapshotStore snapshots,
        Trash trash,
        Transfer transfer,
        PlanStates states,
        DestinationDoors doors,
        BackupSettings settings,
        Clock clock) {}
