package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotNotFoundException;
import io.rsyncbackup.snapshot.SnapshotPinnedException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
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
        return change(plan, (place, identity) -> {
            present(place, plan, name);
            return place.snapshots()
                    .describe(place.layout(), name, plan.spec().rotation().zone(), pinned, note);
        });
    }

    void delete(Plan plan, String name) {
        try {
            DeviceUse.during(tools.devices(), plan.spec(), () -> remove(plan, name));
        } catch (DestinationException e) {
            throw e.forPlan(plan.name());
        }
    }

    private String remove(Plan plan, String name) {
        change(plan, (place, identity) -> {
            if (present(place, plan, name).pinned()) {
                throw new SnapshotPinnedException(name);
            }
            place.snapshots().remove(place.layout(), name, identity.method(), place.privileges(plan.spec()));
            return name;
        });
        trash.collect(plan.spec());
        return name;
    }

    /** What lies on the disk counts, not what the index remembers. */
    private Snapshot present(Place place, Plan plan, String name) {
        return place.snapshots().list(place.layout(), plan.spec().rotation().zone()).stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SnapshotNotFoundException(plan.name(), name));
    }

    private <T> T change(Plan plan, BiFunction<Place, DestinationIdentity, T> work) {
        ReentrantLock door = tools.doors().of(Places.key(plan.spec()));
        door.lock();
        try {
            return DeviceUse.during(tools.devices(), plan.spec(), () -> changeThere(plan, work));
        } catch (DestinationException e) {
            throw e.forPlan(plan.name());
        } finally {
            door.unlock();
        }
    }

    private <T> T changeThere(Plan plan, BiFunction<Place, DestinationIdentity, T> work) {
        try (Place place = tools.places().of(plan.spec())) {
            DestinationIdentity identity = Identities.look(
                    place, Identities.known(plan.spec(), tools.states().get(plan.name())));
            T result = locked(place, plan, () -> work.apply(place, identity));
            indexer.refresh(plan);
            return result;
        }
    }

    private <T> T locked(Place place, Plan plan, java.util.function.Supplier<T> work) {
        if (tools.doors().heldHere(place.key())) {
            return work.get();
        }
        DestinationLock lock;
        try {
            lock = place.destinations().lock(place.layout(), "a change of a snapshot of plan " + plan.name());
        } catch (DestinationException e) {
            if (e.reason() == DestinationException.Reason.BUSY && tools.doors().heldHere(place.key())) {
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
