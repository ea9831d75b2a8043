package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.SnapshotMethod;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to take a snapshot of.
 *
 * @param method the destination's
 * @param partial what latest is: the snapshot inherits it
 * @param othersFill true when latest is filled by others: the snapshot then never shares inodes with it
 * @param prefix what goes in front of each writing program: {@code sudo -n}, {@code ionice -c 3}, the lock's own
 * @param log receives what the programs print
 * @param lockLost whether the destination's lock has fallen by itself, so that others may be at work there
 */
public record TakeRequest(
        DestinationLayout layout,
        SnapshotMethod method,
        boolean partial,
        String run,
        @Nullable Long bytesTotal,
        @Nullable Long filesTotal,
        boolean othersFill,
        List<String> prefix,
        Consumer<byte[]> log,
        BooleanSupplier lockLost) {
    public TakeRequest {
        prefix = List.copyOf(prefix);
    }

    /** With a lock that cannot fall by itself. */
    public TakeRequest(
            DestinationLayout layout,
            SnapshotMethod method,
            boolean partial,
            String run,
            @Nullable Long bytesTotal,
            @Nullable Long filesTotal,
            boolean othersFill,
            List<String> prefix,
            Consumer<byte[]> log) {
        this(layout, method, partial, run, bytesTotal, filesTotal, othersFill, prefix, log, () -> false);
    }
}
