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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
        Duration pause = session.spec().retryPause();
        for (int number = 1; ; number++) {
            Attempt attempt = attempt(context);
            if (!attempt.retryable() || number >= session.spec().retryAttempts()) {
                return attempt.result();
            }
            String failure = attempt.result().message();
            context.log("attempt " + number + " failed: " + failure + "; next one in " + pause.toSeconds() + " s");
            if (waited(pause, context)) {
                return stopped(attempt.result());
            }
            context.attempt();
            pause = pause.multipliedBy(2);
        }
    }

    private record Attempt(StepResult result, boolean retryable) {}

    private Attempt attempt(StepContext context) {
        try {
            DestinationIdentity identity = session.enter(context);
            boolean sharesInodes = !session.fresh() && decidesFirst(identity);
            session.findings().transferStarted(tools.clock().instant());
            TransferOutcome outcome = transfer(sharesInodes, context);
            session.counted(outcome.statistics());
            session.findings().transferEnded(outcome.exitCode(), TransferDetails.counts(outcome));
            return new Attempt(result(outcome), outcome.retryable());
        } catch (DestinationException e) {
            return new Attempt(session.failed(e), e.reason() == DestinationException.Reason.NETWORK);
        } catch (SnapshotException e) {
            return new Attempt(session.failed(e), false);
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

    /** Who asked for the end decides what the run ends as, not the failure that was to be tried again. */
    private static StepResult stopped(StepResult last) {
        return new StepResult(
                RunState.CANCELLED,
                null,
                "stopped while waiting for the next attempt; the last one failed: " + last.message(),
                last.command(),
                last.exitCode(),
                last.details());
    }

    private TransferOutcome transfer(boolean sharesInodes, StepContext context) {
        TransferRequest request = TransferRequests.of(session, tools, sharesInodes);
        TransferReporter reporter = new TransferReporter(session, tools, context);
        TransferOutcome outcome = tools.transfer().run(request, reporter, session.stop(context));
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

    /** True when the run was asked to end meanwhile. */
    private static boolean waited(Duration pause, StepContext context) {
        CountDownLatch asked = new CountDownLatch(1);
        AutoCloseable registration = context.cancellation().onRequest(asked::countDown);
        try {
            return asked.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            closeQuietly(registration);
        }
    }

    private static void closeQuietly(AutoCloseable registration) {
        try {
            registration.close();
        } catch (Exception e) {
            throw new IllegalStateException("forgetting a registration cannot fail", e);
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
