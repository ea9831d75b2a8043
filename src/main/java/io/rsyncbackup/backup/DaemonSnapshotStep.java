package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.DaemonAttempt;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.snapshot.SnapshotNames;
import io.rsyncbackup.transfer.Statistics;
import java.util.Map;

/** Makes a snapshot of what this run has transferred to a daemon, where nothing can be copied. */
final class DaemonSnapshotStep implements Step {
    private final BackupSession session;
    private final BackupTools tools;
    private final RemoteDaemon daemon;

    DaemonSnapshotStep(BackupSession session, BackupTools tools, RemoteDaemon daemon) {
        this.session = session;
        this.tools = tools;
        this.daemon = daemon;
    }

    @Override
    public StepName name() {
        return StepName.SNAPSHOT;
    }

    @Override
    public StepResult execute(StepContext context) {
        return new Retries(session).run(context, this::attempt);
    }

    private Retries.Attempt attempt(StepContext context) {
        try {
            if (session.dryRun()) {
                context.log("dry run: would make the snapshot "
                        + SnapshotNames.of(tools.clock().instant()));
                return new Retries.Attempt(StepResult.succeeded(), false);
            }
            Transferred transferred = session.transferred();
            if (transferred == null) {
                throw new SnapshotException(
                        SnapshotException.Reason.LATEST_INCOMPLETE,
                        "on an rsync daemon a snapshot can only be made while it is transferred; ask for the steps"
                                + " backup and snapshot together");
            }
            StepResult result = publish(transferred);
            tidyUp(transferred.attempt(), context);
            return new Retries.Attempt(result, false);
        } catch (DestinationException e) {
            return new Retries.Attempt(session.failed(e), e.reason() == DestinationException.Reason.NETWORK);
        } catch (SnapshotException e) {
            return new Retries.Attempt(session.failed(e), false);
        }
    }

    private StepResult publish(Transferred transferred) {
        Statistics statistics = session.statistics();
        Snapshot snapshot = daemon.attempts()
                .publish(
                        session.layout(),
                        transferred.attempt(),
                        transferred.partial(),
                        statistics == null ? null : statistics.bytesTotal(),
                        statistics == null ? null : statistics.filesTotal());
        return new StepResult(
                snapshot.partial() ? RunState.PARTIAL : RunState.SUCCEEDED,
                snapshot.partial() ? RunReason.UNREADABLE_FILES : null,
                "made " + snapshot.name(),
                null,
                null,
                Map.of("snapshot", snapshot.name()));
    }

    /** What earlier attempts left has done its service: the snapshot is there, and trouble here does not undo that. */
    private void tidyUp(DaemonAttempt attempt, StepContext context) {
        try {
            daemon.attempts().discard(attempt.run(), attempt.node(), tools.doors()::works);
            session.place()
                    .trash()
                    .empty(session.layout(), session.stop(context))
                    .forEach(context::warn);
        } catch (DestinationException | SnapshotException e) {
            context.warn("unfinished attempts were left for the next run to remove: " + e.getMessage());
        }
    }
}
