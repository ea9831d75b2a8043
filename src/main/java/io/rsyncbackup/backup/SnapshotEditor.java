package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotNotFoundException;
import io.rsyncbackup.snapshot.SnapshotPinnedException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Changes single snapshots on a caller's word: pin, note, delete. */
@Component
class SnapshotEditor {
    private final BackupTools tools;
    private final SnapshotIndexer indexer;
    private final TrashCollector trash;

    SnapshotEditor(BackupTools tools, SnapshotIndexer indexer, TrashCollector trash) {
        this.tools = tools;
        this.indexer = indexer;
        this.trash = trash;
    }

    Snapshot describe(Plan plan, String name, Optional<Boolean> pinned, Optional<String> note) {
        return change(plan, identity -> {
            present(plan, name);
            return tools.snapshots()
                    .describe(
                            BackupSession.layout(plan.spec()),
                            name,
                            plan.spec().rotation().zone(),
                            pinned,
                            note);
        });
    }

    void delete(Plan plan, String name) {
        DestinationLayout layout = BackupSession.layout(plan.spec());
        change(plan, identity -> {
            if (present(plan, name).pinned()) {
                throw new SnapshotPinnedException(name);
            }
            tools.snapshots()
                    .remove(layout, name, identity.method(), Prefix.privileges(plan.spec(), Privileges.root()));
            return name;
        });
        trash.collect(plan.spec());
    }

    /** What lies on the disk counts, not what the index remembers. */
    private Snapshot present(Plan plan, String name) {
        return tools
                .snapshots()
                .list(BackupSession.layout(plan.spec()), plan.spec().rotation().zone())
                .stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SnapshotNotFoundException(plan.name(), name));
    }

    private <T> T change(Plan plan, Function<DestinationIdentity, T> work) {
        DestinationLayout layout = BackupSession.layout(plan.spec());
        ReentrantLock door = tools.doors().of(layout);
        door.lock();
        try {
            DestinationIdentity identity = Identities.look(
                    tools.destinations(),
                    layout,
                    Identities.known(plan.spec(), tools.states().get(plan.name())));
            T result = locked(layout, plan, () -> work.apply(identity));
            indexer.refresh(plan);
            return result;
        } catch (DestinationException e) {
            throw e.forPlan(plan.name());
        } finally {
            door.unlock();
        }
    }

    private <T> T locked(DestinationLayout layout, Plan plan, java.util.function.Supplier<T> work) {
        if (tools.doors().heldHere(layout)) {
            return work.get();
        }
        DestinationLock lock;
        try {
            lock = tools.destinations().lock(layout, "a change of a snapshot of plan " + plan.name());
        } catch (DestinationException e) {
            if (e.reason() == DestinationException.Reason.BUSY && tools.doors().heldHere(layout)) {
                return work.get();
            }
            throw e;
        }
        try {
            return work.get();
        } finally {
            lock.close();
        }
    }
}
