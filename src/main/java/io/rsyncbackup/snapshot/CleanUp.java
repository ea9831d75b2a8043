package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Directories;
import io.rsyncbackup.destination.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/** Removes what a killed server left half done: half-built copies, their descriptions, temporary files. */
final class CleanUp {
    private final DestinationLayout layout;
    private final Programs programs;

    CleanUp(DestinationLayout layout, Programs programs) {
        this.layout = layout;
        this.programs = programs;
    }

    void run() throws IOException {
        for (Path leftover : Directories.entries(layout.incomplete())) {
            Trash.receive(layout, programs, leftover);
        }
        for (String name : Sidecars.names(layout)) {
            if (SnapshotNames.parse(name, ZoneOffset.UTC).isEmpty()) {
                continue;
            }
            boolean exists = Files.exists(layout.snapshot(name), LinkOption.NOFOLLOW_LINKS);
            boolean building = Sidecars.read(layout, name)
                    .filter(sidecar -> sidecar.state() == Sidecar.State.BUILDING)
                    .isPresent();
            // the directory first: without its description it would pass for another tool's complete snapshot
            if (exists && building && SnapshotDirectories.isCandidate(layout, name)) {
                Trash.receive(layout, programs, layout.snapshot(name));
            }
            if (building || !exists) {
                Sidecars.delete(layout, name);
            }
        }
        for (Path directory : List.of(layout.own(), layout.sidecars())) {
            for (Path file : Directories.entries(directory)) {
                if (DurableFiles.isTemporary(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
