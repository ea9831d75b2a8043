package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.rotation.Decision;
import io.rsyncbackup.rotation.Reason;
import io.rsyncbackup.rotation.Rotation;
import io.rsyncbackup.rotation.RotationDecisions;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Removes the snapshots that the plan's scheme does not keep. */
final class RotateStep implements Step {
    private final BackupSession session;
    private final BackupTools tools;
    private final RotationProgress progress = new RotationProgress();

    RotateStep(BackupSession session, BackupTools tools) {
        this.session = session;
        this.tools = tools;
    }

    @Override
    public StepName name() {
        return StepName.ROTATE;
    }

    @Override
    public StepResult execute(StepContext context) {
        return new Retries(session).run(context, this::attempt);
    }

    private Retries.Attempt attempt(StepContext context) {
        try {
            // before the door: a caller who pins must not wait as long as this may wait for the destination
            DestinationIdentity identity = session.enter(context);
            if (session.fresh()) {
                context.log("dry run: there is nothing to rotate yet");
                return new Retries.Attempt(StepResult.succeeded(), false);
            }
            return new Retries.Attempt(freed(behindTheDoor(identity, context), context), false);
        } catch (DestinationException e) {
            return new Retries.Attempt(session.failed(e), e.reason() == DestinationException.Reason.NETWORK);
        } catch (SnapshotException e) {
            return new Retries.Attempt(session.failed(e), false);
        }
    }

    private StepResult behindTheDoor(DestinationIdentity identity, StepContext context) {
        ReentrantLock door = tools.doors().of(session.place().key());
        door.lock();
        try {
            return rotate(identity, context);
        } finally {
            door.unlock();
        }
    }

    /** On a daemon what was removed still has to be transferred away, which may take its time. */
    private StepResult freed(StepResult rotated, StepContext context) {
        if (session.place().daemon() == null || session.dryRun() || rotated.state() != RunState.SUCCEEDED) {
            return rotated;
        }
        List<String> left = session.place().trash().empty(session.layout(), session.stop(context));
        left.forEach(context::warn);
        return left.isEmpty()
                ? rotated
                : StepResult.failed(RunReason.PERMISSION, left.getFirst()).with(rotated.details());
    }

    private StepResult rotate(DestinationIdentity identity, StepContext context) {
        List<Snapshot> there = session.place()
                .snapshots()
                .list(session.layout(), session.spec().rotation().zone());
        progress.look(there);
        RotationDecisions decisions = Rotation.decide(
                Candidates.of(there), session.spec().rotation(), tools.clock().instant());
        String expected = session.options().expectedRotation();
        if (expected != null && !progress.begun() && !expected.equals(decisions.fingerprint())) {
            return StepResult.failed(
                    RunReason.PREVIEW_OUTDATED,
                    "rotation would now decide otherwise than the preview that was expected; nothing was removed, "
                            + "ask for a new preview");
        }
        for (Decision decision : decisions.decisions()) {
            context.log((decision.kept() ? "keep   " : "remove ") + decision.snapshot() + "  " + texts(decision));
        }
        decisions.warnings().forEach(context::warn);
        List<StepResult> failures = new ArrayList<>();
        for (String name : progress.begin(decisions.removed())) {
            requireLock();
            try {
                progress.removing(name);
                if (!session.dryRun()) {
                    remove(name, identity);
                }
                progress.removed(name);
            } catch (SnapshotException e) {
                context.warn("snapshot " + name + " was left: " + e.getMessage());
                if (e.reason() != SnapshotException.Reason.INTERNAL) {
                    failures.add(session.failed(e));
                }
            }
        }
        Map<String, Object> details = new HashMap<>();
        details.put("rotation", progress.details(there.size()));
        CapacityDetails.of(session.place(), tools).ifPresent(capacity -> details.put("capacity", capacity));
        return (failures.isEmpty() ? StepResult.succeeded() : failures.getFirst()).with(details);
    }

    /** The shell on another host logs in again by itself, but whoever took the lock meanwhile may count on this snapshot. */
    private void requireLock() {
        if (session.lockLost()) {
            throw new DestinationException(
                    DestinationException.Reason.NETWORK,
                    "the connection that held the destination's lock broke during the rotation; try again");
        }
    }

    private void remove(String name, DestinationIdentity identity) {
        session.place()
                .snapshots()
                .remove(
                        session.layout(),
                        name,
                        identity.method(),
                        session.place().privileges(session.spec()));
    }

    private static String texts(Decision decision) {
        return decision.reasons().stream().map(Reason::text).collect(Collectors.joining(", "));
    }
}
