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
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.snapshot.SnapshotNames;
import io.rsyncbackup.snapshot.SnapshotStore;
import io.rsyncbackup.snapshot.TakeRequest;
import io.rsyncbackup.transfer.Statistics;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Makes a dated, immutable copy of latest. */
final class SnapshotStep implements Step {
    private final BackupSession session;
    private final BackupTools tools;
    private boolean again;

    SnapshotStep(BackupSession session, BackupTools tools) {
        this.session = session;
        this.tools = tools;
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
            return new Retries.Attempt(once(context), false);
        } catch (DestinationException e) {
            again = true;
            return new Retries.Attempt(session.failed(e), e.reason() == DestinationException.Reason.NETWORK);
        } catch (SnapshotException e) {
            return new Retries.Attempt(session.failed(e), false);
        }
    }

    private StepResult once(StepContext context) {
        DestinationIdentity identity = session.enter(context);
        Optional<Snapshot> before = again ? madeBefore() : Optional.empty();
        if (before.isPresent()) {
            return taken(before.get());
        }
        boolean partial = latestIsPartial();
        lookAtWhatOthersFilled(identity, context);
        if (session.dryRun()) {
            context.log("dry run: would make the snapshot "
                    + SnapshotNames.of(tools.clock().instant()));
            return StepResult.succeeded();
        }
        if (!quiet(context)) {
            return new StepResult(
                    RunState.CANCELLED, RunReason.CANCELLED, "stopped while waiting for a push", null, null, Map.of());
        }
        return taken(session.place().snapshots().take(request(identity, partial, context), session.stop(context)));
    }

    /**
     * By an attempt that was not told so any more. It may not have come to what makes its last word durable, so that is said
     * again; a caller who pins says it too.
     */
    private Optional<Snapshot> madeBefore() {
        ReentrantLock door = tools.doors().of(session.place().key());
        door.lock();
        try {
            ZoneId zone = session.spec().rotation().zone();
            SnapshotStore snapshots = session.place().snapshots();
            return snapshots.list(session.layout(), zone).stream()
                    .filter(snapshot -> session.run().id().equals(snapshot.run()))
                    .findFirst()
                    .map(made -> snapshots.describe(
                            session.layout(), made.name(), zone, Optional.empty(), Optional.empty()));
        } finally {
            door.unlock();
        }
    }

    /** A client that began to push before this run did; a later one is refused. */
    private boolean quiet(StepContext context) {
        return session.spec().source() != null
                || tools.pushes()
                        .awaitQuiet(session.run().request().plan(), context.cancellation()::requested, context::log);
    }

    private boolean latestIsPartial() {
        if (session.spec().source() == null) {
            return session.options().latestPartial();
        }
        LatestState.State state = session.place()
                .destinations()
                .latestState(session.layout())
                .map(LatestState::state)
                .orElse(LatestState.State.UPDATING);
        if (state == LatestState.State.UPDATING && !session.dryRun()) {
            throw new DestinationException(
                    DestinationException.Reason.LATEST_INCOMPLETE,
                    session.layout().latest() + " is not the result of a finished backup; "
                            + "run the steps backup and snapshot together");
        }
        return state == LatestState.State.PARTIAL;
    }

    /** Nobody else looks whether it is still there: a push that never came would be kept as an empty snapshot. */
    private void lookAtWhatOthersFilled(DestinationIdentity identity, StepContext context) {
        if (session.spec().source() != null || session.fresh()) {
            return;
        }
        Path latest = session.layout().latest();
        try {
            if (session.place().storage().entries(latest).isEmpty()) {
                throw new DestinationException(
                        DestinationException.Reason.LATEST_INCOMPLETE,
                        latest + " is empty: nobody has filled it; push a backup into it first");
            }
        } catch (AccessDeniedException e) {
            context.log("whether " + latest + " is empty cannot be seen without sudo");
        } catch (IOException e) {
            throw new DestinationException(
                    DestinationException.Reason.UNAVAILABLE, latest + " cannot be read: " + e, e);
        }
        if (session.place().snapshots().sharesInodes(session.layout(), identity.method())) {
            context.warn(
                    "older snapshots may share files with " + latest + ", since this server did not make them for a"
                            + " plan with source: none; what a client changes in place changes there too");
        }
    }

    private TakeRequest request(DestinationIdentity identity, boolean partial, StepContext context) {
        Statistics statistics = session.statistics();
        return new TakeRequest(
                session.layout(),
                identity.method(),
                partial,
                session.run().id(),
                statistics == null ? null : statistics.bytesTotal(),
                statistics == null ? null : statistics.filesTotal(),
                session.spec().source() == null,
                session.prefix(),
                context::log,
                session::lockLost);
    }

    private StepResult taken(Snapshot snapshot) {
        Map<String, Object> details = new HashMap<>();
        details.put("snapshot", snapshot.name());
        CapacityDetails.of(session.place(), tools).ifPresent(capacity -> details.put("capacity", capacity));
        RunState state = snapshot.partial() ? RunState.PARTIAL : RunState.SUCCEEDED;
        RunReason reason = snapshot.partial() ? RunReason.UNREADABLE_FILES : null;
        return new StepResult(state, reason, "made " + snapshot.name(), null, null, details);
    }
}
