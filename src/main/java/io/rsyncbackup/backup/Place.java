package io.rsyncbackup.backup;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.snapshot.SnapshotStore;
import io.rsyncbackup.snapshot.Trash;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A destination with everything that can be done there. Closed by whoever opened it.
 *
 * @param key the same for all plans and servers that mean the same directory by the same words
 * @param root true where this server works as root and needs no sudo
 * @param files absent where nothing but rsync can touch them
 * @param host the other host that SSH leads to; absent elsewhere
 * @param daemon the rsync daemon that keeps the destination; absent elsewhere
 */
record Place(
        String key,
        DestinationLayout layout,
        @Nullable Storage files,
        Destinations destinations,
        SnapshotStore snapshots,
        Trash trash,
        BooleanSupplier root,
        @Nullable RemoteHost host,
        @Nullable RemoteDaemon daemon,
        Runnable closing)
        implements AutoCloseable {
    /** What lets this server move and remove files there that only root may. */
    List<String> privileges(PlanSpec spec) {
        return Prefix.privileges(spec, root.getAsBoolean());
    }

    /** Never on a daemon. */
    Storage storage() {
        return Objects.requireNonNull(files, "nothing but rsync can touch the files on a daemon");
    }

    /** Nobody waits long for another host any more when this is requested. */
    void stopOn(StopSignal signal) {
        if (host != null) {
            host.stopOn(signal);
        }
        if (daemon != null) {
            daemon.stopOn(signal);
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
