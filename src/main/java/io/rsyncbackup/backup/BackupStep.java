package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.destination.LatestState;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.transfer.TransferOutcome;
import io.rsyncbackup.transfer.TransferRequest;
import java.util.HashMap;
import java.util.Map;

/** Brings latest up to date with the source. */
final class BackupStep implements Step {
    private final BackupSession session;
    private final BackupTools tools;

    BackupStep(BackupSession session, BackupTools tools) {
        this.session = session;
        this.tools = tools;
    }

    @Override
    public StepName name() {
        return StepName.BACKUP;
    }

    @Override
    public StepResult execute(StepContext context) {
        return new Retries(session).run(context, this::attempt);
    }

    private Retries.Attempt attempt(StepContext context) {
        try {
            DestinationIdentity identity = session.enter(context);
            session.findings().transferStarted(tools.clock().instant());
            TransferOutcome outcome = transfer(identity, context);
            session.counted(outcome.statistics());
            session.findings().transferEnded(outcome.exitCode(), TransferDetails.counts(outcome));
            return new Retries.Attempt(result(outcome), outcome.retryable());
        } catch (DestinationException e) {
            return new Retries.Attempt(session.failed(e), e.reason() == DestinationException.Reason.NETWORK);
        } catch (SnapshotException e) {
            return new Retries.Attempt(session.failed(e), false);
        }
    }

    /** On btrfs nothing is shared, but only deciding sees names that are no longer one file at the source. */
    private boolean decidesFirst(DestinationIdentity identity) {
        return switch (identity.method()) {
            case HARD_LINK -> session.place().snapshots().sharesInodes(session.layout(), identity.method());
            case BTRFS ->
                !session.place()
                        .snapshots()
                        .list(session.layout(), session.spec().rotation().zone())
                        .isEmpty();
        };
    }

    private TransferOutcome transfer(DestinationIdentity identity, StepContext context) {
        RemoteDaemon daemon = session.place().daemon();
        if (daemon == null) {
            boolean sharesInodes = !session.fresh() && decidesFirst(identity);
            return toLatest(TransferRequests.of(session, tools, sharesInodes), context);
        }
        TransferToDaemon transfer = new TransferToDaemon(session, tools, daemon);
        return transfer.intoSnapshot()
                ? transfer.toSnapshot(context)
                : toLatest(transfer.toLatest(identity, context), context);
    }

    private TransferOutcome toLatest(TransferRequest request, StepContext context) {
        TransferReporter reporter = new TransferReporter(session, tools, context);
        TransferOutcome outcome = ConnectionWait.run(tools.transfer(), request, reporter, session.stop(context));
        if (!session.dryRun()) {
            rememberLatest(outcome);
        }
        return outcome;
    }

    private void rememberLatest(TransferOutcome outcome) {
        switch (outcome.result()) {
            case SUCCEEDED -> latestIs(LatestState.State.COMPLETE);
            case PARTIAL -> latestIs(LatestState.State.PARTIAL);
            case FAILED, STOPPED -> {}
        }
    }

    private void latestIs(LatestState.State state) {
        boolean already = session.place()
                .destinations()
                .latestState(session.layout())
                .map(LatestState::state)
                .filter(state::equals)
                .isPresent();
        if (!already) {
            session.place()
                    .destinations()
                    .writeLatestState(
                            session.layout(),
                            new LatestState(
                                    state, session.run().id(), tools.clock().instant()));
        }
    }

    private static String said(TransferOutcome outcome) {
        return outcome.result() == TransferOutcome.Result.SUCCEEDED
                ? "the log lists what a run would do"
                : outcome.message();
    }

    private StepResult result(TransferOutcome outcome) {
        Map<String, Object> details = new HashMap<>();
        details.put("transfer", TransferDetails.of(outcome));
        CapacityDetails.of(session.place(), tools).ifPresent(capacity -> details.put("capacity", capacity));
        TransferOutcome.Failure failure = outcome.failure();
        RunReason reason = failure == null ? null : Failures.reason(failure);
        RunState state = switch (outcome.result()) {
            case SUCCEEDED -> RunState.SUCCEEDED;
            case PARTIAL -> RunState.PARTIAL;
            case FAILED -> RunState.FAILED;
            case STOPPED -> RunState.CANCELLED;
        };
        String message = session.dryRun() ? "dry run, nothing was written: " + said(outcome) : outcome.message();
        return new StepResult(state, reason, message, outcome.command(), outcome.exitCode(), details);
    }
}
