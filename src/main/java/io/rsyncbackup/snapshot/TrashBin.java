package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.Btrfs;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/** The way into the trash. */
final class TrashBin {
    private static final int RANDOM_LENGTH = 8;

    private TrashBin() {}

    /** Moves something in, durably: gone from where it was at once. */
    static void receive(Storage storage, DestinationLayout layout, Programs programs, Path path) throws IOException {
        storage.makeDirectories(layout.trash());
        if (new Btrfs(storage).isSubvolume(path)) {
            programs.require(StopSignal.NEVER, "btrfs", "property", "set", "-ts", path.toString(), "ro", "false");
        }
        String random = UUID.randomUUID().toString().substring(0, RANDOM_LENGTH);
        programs.rename(path, layout.trash().resolve(path.getFileName() + "." + random));
        storage.sync(layout.trash());
        storage.sync(Objects.requireNonNull(path.getParent()));
    }
}
