package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonException;
import io.rsyncbackup.destination.DaemonModule;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The snapshots on an rsync daemon. New ones are made by {@link DaemonAttempts}. */
public final class DaemonSnapshots implements SnapshotStore {
    private final DaemonModule module;

    public DaemonSnapshots(DaemonModule module) {
        this.module = module;
    }

    @Override
    public List<Snapshot> list(DestinationLayout layout, ZoneId zone) {
        return asked(() -> view().snapshots(layout, zone));
    }

    /** True only of those that were made otherwise than by a transfer to a daemon. */
    @Override
    public boolean sharesInodes(DestinationLayout layout, SnapshotMethod method) {
        return asked(() -> {
            DaemonView view = view();
            return view.snapshots(layout, ZoneOffset.UTC).stream()
                    .anyMatch(snapshot -> !Sidecar.independent(view.sidecars().get(snapshot.name())));
        });
    }

    @Override
    public Snapshot take(TakeRequest request, StopSignal stop) {
        throw new SnapshotException(
                Reason.LATEST_INCOMPLETE,
                "on an rsync daemon a snapshot can only be made while it is transferred; ask for the steps backup and"
                        + " snapshot together");
    }

    @Override
    public Snapshot describe(
            DestinationLayout layout, String name, ZoneId zone, Optional<Boolean> pinned, Optional<String> note) {
        return asked(() -> {
            DaemonView view = view();
            Snapshot before = view.find(layout, name, zone)
                    .orElseThrow(() -> new SnapshotNotFoundException(layout.parent(), name));
            Sidecar sidecar = Optional.ofNullable(view.sidecars().get(name))
                    .orElseGet(Sidecar::found)
                    .described(
                            pinned.orElse(before.pinned()),
                            note.or(() -> Optional.ofNullable(before.note()))
                                    .filter(text -> !text.isEmpty())
                                    .orElse(null));
            write(name, sidecar);
            return SnapshotDirectories.join(layout, name, before.takenAt(), Optional.of(sidecar), before.partial());
        });
    }

    @Override
    public void remove(DestinationLayout layout, String name, SnapshotMethod method) {
        remove(layout, name, method, List.of());
    }

    /** Says that it is being removed: gone for everybody. {@link DaemonTrash} removes it. */
    @Override
    public void remove(DestinationLayout layout, String name, SnapshotMethod method, List<String> prefix) {
        asked(() -> {
            DaemonView view = view();
            Snapshot snapshot = view.find(layout, name, ZoneOffset.UTC)
                    .orElseThrow(() -> new SnapshotNotFoundException(layout.parent(), name));
            if (snapshot.pinned()) {
                throw new SnapshotPinnedException(name);
            }
            // a module that refuses to delete says so here, while the snapshot is still listed
            module.remove(List.of(new DaemonClaim(name, null, null).path()), StopSignal.NEVER);
            write(
                    name,
                    Optional.ofNullable(view.sidecars().get(name))
                            .orElseGet(Sidecar::found)
                            .in(Sidecar.State.REMOVING));
            return name;
        });
    }

    @Override
    public void cleanUp(DestinationLayout layout) {
        cleanUp(layout, List.of());
    }

    /** Nothing: what is unfinished saves the next transfer work, and is given up after it. */
    @Override
    public void cleanUp(DestinationLayout layout, List<String> prefix) {}

    private DaemonView view() {
        return DaemonView.read(module, StopSignal.NEVER);
    }

    private void write(String name, Sidecar sidecar) {
        module.write(Map.of(DaemonView.file(name), Sidecars.format(sidecar)), StopSignal.NEVER);
    }

    private static <T> T asked(Supplier<T> work) {
        try {
            return work.get();
        } catch (DaemonException e) {
            throw e.translated();
        }
    }
}
