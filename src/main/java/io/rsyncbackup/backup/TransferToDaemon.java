package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.snapshot.DaemonAttempt;
import io.rsyncbackup.transfer.TransferListener;
import io.rsyncbackup.transfer.TransferOutcome;
import io.rsyncbackup.transfer.TransferProgress;
import io.rsyncbackup.transfer.TransferRequest;
import java.util.Objects;

/**
 * Transfers to an rsync daemon. Where a snapshot is wanted, each attempt goes into a new directory of its own that shares
 * unchanged files with the newest snapshot; else latest is updated, which shares nothing with any.
 */
final class TransferToDaemon {
    private final BackupSession session;
    private final BackupTools tools;
    private final RemoteDaemon daemon;
    private final String node;

    TransferToDaemon(BackupSession session, BackupTools tools, RemoteDaemon daemon) {
        this.session = session;
        this.tools = tools;
        this.daemon = daemon;
        this.node = Objects.requireNonNullElse(session.run().node(), "unknown");
    }

    /** Whether this run makes a snapshot of what it transfers. */
    boolean intoSnapshot() {
        return session.run().request().steps().contains(StepName.SNAPSHOT);
    }

    TransferOutcome toSnapshot(StepContext context) {
        if (session.dryRun()) {
            DaemonAttempt like = daemon.attempts().look(session.run().id(), node, session.stop(context));
            return transfer(like, new Listener(context, false));
        }
        tools.doors().working(session.run().id());
        DaemonAttempt attempt =
                daemon.attempts().begin(session.run().id(), node, tools.doors()::works, session.stop(context));
        daemon.attempts().announce(attempt);
        Listener listener = new Listener(context, true);
        TransferOutcome outcome = transfer(attempt, listener);
        switch (outcome.result()) {
            case SUCCEEDED -> session.transferred(new Transferred(attempt, false));
            case PARTIAL -> session.transferred(new Transferred(attempt, true));
            case FAILED, STOPPED -> giveUp(attempt, listener, context);
        }
        return outcome;
    }

    /** What has begun stays: the next attempt shares its files, and removes it when it has succeeded. */
    private void giveUp(DaemonAttempt attempt, Listener listener, StepContext context) {
        if (listener.begun) {
            return;
        }
        try {
            daemon.attempts().abandon(attempt);
        } catch (DestinationException e) {
            context.log("the name " + attempt.name() + " could not be given back: " + e.getMessage());
        }
    }

    private TransferOutcome transfer(DaemonAttempt attempt, Listener listener) {
        TransferRequest request = TransferRequests.toDaemon(
                session,
                tools,
                daemon.fresh(attempt),
                attempt.linkDest().stream().map(name -> "../" + name).toList(),
                daemon.newest(attempt),
                attempt.keepsOwners());
        return ConnectionWait.run(tools.transfer(), request, listener, session.stop(listener.context));
    }

    /** The request for a plain pass into latest. */
    TransferRequest toLatest(DestinationIdentity identity, StepContext context) {
        if (session.place().snapshots().sharesInodes(session.layout(), identity.method())) {
            throw new DestinationException(
                    DestinationException.Reason.PERMISSION,
                    "older snapshots at " + daemon.module().address().parent().text()
                            + " were not made through the daemon and may share files with latest, which a transfer"
                            + " would change; ask for the steps backup and snapshot together");
        }
        DaemonAttempt seen = daemon.attempts().look(session.run().id(), node, session.stop(context));
        return TransferRequests.toDaemon(
                session, tools, daemon.latest(seen), java.util.List.of(), null, seen.keepsOwners());
    }

    private final class Listener implements TransferListener {
        private final StepContext context;
        private final TransferReporter reporter;
        private boolean begun;

        Listener(StepContext context, boolean writes) {
            this.context = context;
            this.reporter = new TransferReporter(session, tools, context);
            this.begun = !writes;
        }

        @Override
        public void log(byte[] line) {
            reporter.log(line);
        }

        @Override
        public void progress(TransferProgress progress) {
            reporter.progress(progress);
        }

        /** Its description says already that it is being made. */
        @Override
        public void beforeFirstWrite() {
            begun = true;
        }
    }
}
