package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.DurableFiles;
import io.rsyncbackup.destination.Entry;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/** Removes what a killed server left half done: half-built copies, their descriptions, temporary files. */
final class CleanUp {
    private final Storage storage;
    private final DestinationLayout layout;
    private final Programs programs;

    CleanUp(Storage storage, DestinationLayout layout, Programs programs) {
        this.storage = storage;
        this.layout = layout;
        this.programs = programs;
    }

    void run() throws IOException {
        for (Entry leftover : storage.entries(layout.incomplete())) {
            TrashBin.receive(storage, layout, programs, leftover.path());
        }
        for (String name : Sidecars.names(storage, layout)) {
            if (SnapshotNames.parse(name, ZoneOffset.UTC).isEmpty()) {
                continue;
            }
            boolean exists = storage.exists(layout.snapshot(name));
            // what is being removed was left by a server that reached this place as a daemon's module
            boolean building = Sidecars.read(storage, layout, name)
                    .filter(sidecar ->
                            sidecar.state() == Sidecar.State.BUILDING || sidecar.state() == Sidecar.State.REMOVING)
                    .isPresent();
            // the directory first: without its description it would pass for another tool's complete snapshot
            if (exists && building && SnapshotDirectories.isCandidate(storage, layout, name)) {
                TrashBin.receive(storage, layout, programs, layout.snapshot(name));
            }
            if (building || !exists) {
                Sidecars.delete(storage, layout, name);
            }
        }
        for (Path directory : List.of(layout.own(), layout.sidecars())) {
            for (Entry file : storage.entries(directory)) {
                if (DurableFiles.isTemporary(file.path())) {
                    storage.delete(file.path());
                }
            }
        }
    }
}
