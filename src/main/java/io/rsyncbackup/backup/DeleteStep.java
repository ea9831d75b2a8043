package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.snapshot.SnapshotNotFoundException;
import io.rsyncbackup.snapshot.SnapshotPinnedException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** Removes one named snapshot, where that is a transfer. */
final class DeleteStep implements Step {
    private final BackupSession session;
    private final BackupTools tools;

    DeleteStep(BackupSession session, BackupTools tools) {
        this.session = session;
        this.tools = tools;
    }

    @Override
    public StepName name() {
        return StepName.DELETE;
    }

    @Override
    public StepResult execute(StepContext context) {
        return new Retries(session).run(context, this::attempt);
    }

    private Retries.Attempt attempt(StepContext context) {
        try {
            mark(session.enter(context));
            List<String> left = session.place().trash().empty(session.layout(), session.stop(context));
            left.forEach(context::warn);
            return new Retries.Attempt(
                    left.isEmpty() ? StepResult.succeeded() : StepResult.failed(RunReason.PERMISSION, left.getFirst()),
                    false);
        } catch (DestinationException e) {
            return new Retries.Attempt(session.failed(e), e.reason() == DestinationException.Reason.NETWORK);
        } catch (SnapshotException e) {
            return new Retries.Attempt(session.failed(e), false);
        } catch (SnapshotPinnedException | SnapshotNotFoundException e) {
            return new Retries.Attempt(
                    StepResult.failed(RunReason.INTERNAL, "nothing was deleted: " + e.getMessage()), false);
        }
    }

    private void mark(DestinationIdentity identity) {
        ReentrantLock door = tools.doors().of(session.place().key());
        door.lock();
        try {
            session.place().snapshots().remove(session.layout(), name(session), identity.method());
        } catch (SnapshotNotFoundException e) {
            // an attempt before this one may have marked it
            if (session.place().trash().pending(session.layout()) == 0) {
                throw e;
            }
        } finally {
            door.unlock();
        }
    }

    private static String name(BackupSession session) {
        return Objects.requireNonNull(session.options().snapshot(), "a delete run names its snapshot");
    }
}
