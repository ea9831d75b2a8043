package io.rsyncbackup.monitor;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.status.PlanStatus;
import io.rsyncbackup.status.SnapshotSummary;

/** All that is measured of one plan, read from the database at one moment. */
record PlanFacts(Plan plan, PlanState state, PlanStatus status, SnapshotSummary snapshots) {}
