package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonException;
import io.rsyncbackup.destination.DaemonModule;
import io.rsyncbackup.destination.DestinationLayout;
import java.util.ArrayList;
import java.util.List;

/** Snapshots on a daemon that are removed but still lie there. Removing them is a transfer, and so a part of a run. */
public final class DaemonTrash implements Trash {
    private final DaemonModule module;

    public DaemonTrash(DaemonModule module) {
        this.module = module;
    }

    @Override
    public long pending(DestinationLayout layout) {
        try {
            return DaemonView.read(module, StopSignal.NEVER)
                    .in(Sidecar.State.REMOVING)
                    .size();
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

    /** A description goes only when its directory is gone, which would else pass for another tool's snapshot. */
    private List<String> empty(StopSignal stop) {
        List<String> removing = DaemonView.read(module, stop).in(Sidecar.State.REMOVING);
        if (removing.isEmpty()) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        String complaint = remove(removing, stop);
        DaemonView after = DaemonView.read(module, stop);
        List<String> descriptions = new ArrayList<>();
        for (String name : removing) {
            if (after.names().contains(name)) {
                problems.add(name + " is left: " + complaint);
            } else {
                descriptions.add(".rsync-backup/" + DaemonView.file(name));
                after.claims(name).map(DaemonClaim::path).forEach(descriptions::add);
            }
        }
        module.remove(descriptions, stop);
        return problems;
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
