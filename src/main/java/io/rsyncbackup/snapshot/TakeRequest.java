package io.rsyncbackup.snapshot;

import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.SnapshotMethod;
import java.util.List;
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
        Consumer<byte[]> log) {
    public TakeRequest {
        prefix = List.copyOf(prefix);
    }
}
