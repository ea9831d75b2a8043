package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonException;
import io.rsyncbackup.destination.DaemonModule;
import io.rsyncbackup.destination.DestinationLayout;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Snapshots on a daemon that are removed but still lie there. Removing them is a transfer, and so a part of a run. */
public final class DaemonTrash implements Trash {
    /** How long a daemon may take to begin with what a client that has died sent to it. */
    static final Duration LATE = Duration.ofDays(1);

    private final DaemonModule module;
    private final Clock clock;

    public DaemonTrash(DaemonModule module, Clock clock) {
        this.module = module;
        this.clock = clock;
    }

    @Override
    public long pending(DestinationLayout layout) {
        try {
            return there(DaemonView.read(module, StopSignal.NEVER)).size();
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    @Override
    public List<String> empty(DestinationLayout layout, StopSignal stop) {
        return empty(layout, List.of(), stop);
    }

    @Override
    public List<String> empty(DestinationLayout layout, List<String> prefix, StopSignal stop) {
        try {
            return empty(stop);
        } catch (DaemonException e) {
            throw e.translated();
        }
    }

    /**
     * A description goes only when its directory is gone, which would else pass for another tool's snapshot, and does not
     * come back: a daemon's process may outlive its killed client, and make the directory when it has been removed.
     */
    private List<String> empty(StopSignal stop) {
        DaemonView before = DaemonView.read(module, stop);
        List<String> removing = before.in(Sidecar.State.REMOVING);
        List<String> there = there(before);
        String complaint = there.isEmpty() ? "" : remove(there, stop);
        DaemonView after = there.isEmpty() ? before : DaemonView.read(module, stop);
        List<String> problems = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        for (String name : removing) {
            if (after.names().contains(name)) {
                problems.add(name + " is left: " + complaint);
            } else if (isSettled(name)) {
                descriptions.add(".rsync-backup/" + DaemonView.file(name));
                after.claims(name).map(DaemonClaim::path).forEach(descriptions::add);
            }
        }
        module.remove(descriptions, stop);
        return problems;
    }

    private static List<String> there(DaemonView view) {
        return view.in(Sidecar.State.REMOVING).stream()
                .filter(view.names()::contains)
                .toList();
    }

    private boolean isSettled(String name) {
        return SnapshotNames.parse(name, ZoneOffset.UTC)
                .filter(begun -> begun.isBefore(clock.instant().minus(LATE)))
                .isPresent();
    }

    /** What stood in the way of some; empty when nothing did. */
    private String remove(List<String> names, StopSignal stop) {
        try {
            module.remove(names, stop);
            return "the daemon gave no reason";
        } catch (DaemonException e) {
            if (e.kind() == DaemonException.Kind.PERMISSION || e.kind() == DaemonException.Kind.INTERNAL) {
                return String.valueOf(e.getMessage());
            }
            throw e;
        }
    }
}
