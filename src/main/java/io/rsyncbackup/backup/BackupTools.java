package io.rsyncbackup.backup;

import io.rsyncbackup.device.Devices;
import io.rsyncbackup.plan.PlanBounds;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.transfer.Transfer;
import java.time.Clock;

/** The rooms that a run's steps work with. */
record BackupTools(
        Places places,
        Transfer transfer,
        Devices devices,
        PlanStates states,
        DestinationDoors doors,
        Pushes pushes,
        BackupSettings settings,
        PlanBounds bounds,
        Clock clock) {}
