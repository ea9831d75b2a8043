package io.rsyncbackup.backup;

import io.rsyncbackup.plan.EndedRun;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunEndListener;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.snapshot.SnapshotIndex;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Holds what runs see at their destinations until it is written down in the transaction that ends each of them. */
@Component
@Order(0)
class RunMemory implements RunEndListener {
    private final PlanStates states;
    private final SnapshotIndex index;
    private final Map<String, RunFindings> seen = new ConcurrentHashMap<>();

    RunMemory(PlanStates states, SnapshotIndex index) {
        this.states = states;
        this.index = index;
    }

    RunFindings of(String run) {
        return seen.computeIfAbsent(run, id -> new RunFindings());
    }

    /** Forgets only after the commit, since the transaction may be tried again. */
    @Override
    public void ended(Run run) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    seen.remove(run.id());
                }
            });
        }
        RunFindings findings = Objects.requireNonNullElseGet(seen.get(run.id()), RunFindings::new);
        String plan = run.request().plan();
        RunFindings.Destination destination = findings.destination();
        if (destination != null && !changedSince(plan, destination)) {
            index.replace(plan, destination.snapshots(), destination.at(), true);
            states.destinationSeen(plan, destination.capacity(), destination.trashPending(), destination.at());
        } else if (destination == null && findings.missing()) {
            index.markAvailable(plan, false);
            states.destinationMissing(plan);
        }
        states.runEnded(
                plan,
                new EndedRun(
                        run.id(),
                        run.state().text(),
                        Objects.requireNonNullElse(run.endedAt(), run.queuedAt()),
                        run.request().dryRun(),
                        run.request().saves(PlanSpecs.othersFill(run.request().specification())),
                        run.state() == RunState.SUCCEEDED ? findings.transferStart() : null,
                        findings.exitCode(),
                        findings.files()));
    }

    /** A caller who deleted or pinned after the run's last look has read the destination anew. */
    private boolean changedSince(String plan, RunFindings.Destination destination) {
        return index.asOf(plan).filter(at -> at.isAfter(destination.at())).isPresent();
    }
}
