package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to copy and how.
 *
 * @param latest the directory that rsync updates in place; exists
 * @param sharesInodes true while a snapshot may share inodes with latest: decide, then apply; false: one plain pass
 * @param excludes rsync patterns, validated
 * @param excludedRoots absolute patterns; harm nothing when the source lies below one of them
 * @param ownExclusions absolute real paths that are never copied: the destination's parent, the data directory
 * @param bandwidthLimit bytes per second; absent: none
 * @param ioTimeoutSeconds rsync's {@code --timeout}; absent: none
 * @param maxDelete share of latest's entries that may be deleted, as {@code 0.2}; absent: any
 * @param ordinaryUser true when rsync has no root's rights here: directories stay open to their owner
 * @param prefix what goes in front of rsync: {@code sudo -n}, {@code ionice -c 3}, {@code flock --shared …}
 * @param scratch an empty directory on another place than latest for file lists; the transfer leaves it empty
 */
public record TransferRequest(
        Path source,
        Path latest,
        boolean sharesInodes,
        boolean dryRun,
        List<String> excludes,
        List<String> excludedRoots,
        List<Path> ownExclusions,
        boolean multiFs,
        @Nullable Long bandwidthLimit,
        @Nullable Long ioTimeoutSeconds,
        @Nullable Double maxDelete,
        boolean ordinaryUser,
        List<String> prefix,
        Path scratch) {}
