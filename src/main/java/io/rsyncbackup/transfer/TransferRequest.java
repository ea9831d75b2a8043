package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to copy and how.
 *
 * @param source where to read; only one end is on another host
 * @param latest the directory that rsync updates in place; exists. On a daemon, where nothing can be applied to what
 *     exists: a directory that is new and empty or does not exist yet, or one that shares nothing with a snapshot
 * @param sharesInodes true while a snapshot may share inodes with latest: decide, then apply; false: one plain pass.
 *     Never true of a daemon
 * @param linkDest directories on the daemon whose files are shared where they are the same, relative to latest, the
 *     best first: {@code ../2026-11-22T180509Z}; only for a daemon
 * @param compareWith what a dry run and maxDelete compare the source with instead of latest: the newest snapshot on the
 *     daemon; absent when there is none yet; only for a daemon
 * @param excludes rsync patterns, validated
 * @param excludedRoots absolute patterns; harm nothing when the source lies below one of them
 * @param ownExclusions absolute real paths of this host that are never copied: the destination's parent, the data
 *     directory; they say nothing of a source on another host
 * @param bandwidthLimit bytes per second; absent: none
 * @param ioTimeoutSeconds rsync's {@code --timeout}; absent: none
 * @param maxDelete share of latest's entries that may be deleted, as {@code 0.2}; absent: any
 * @param ordinaryUser true when rsync has no root's rights here: directories stay open to their owner
 * @param prefix what goes in front of every program of this host: {@code sudo -n}, {@code ionice -c 3}, {@code flock --shared …}
 * @param scratch an empty directory on another place than latest for file lists; the transfer leaves it empty
 */
public record TransferRequest(
        Endpoint source,
        Endpoint latest,
        boolean sharesInodes,
        boolean dryRun,
        List<String> linkDest,
        Endpoint.@Nullable Daemon compareWith,
        List<String> excludes,
        List<String> excludedRoots,
        List<Path> ownExclusions,
        boolean multiFs,
        @Nullable Long bandwidthLimit,
        @Nullable Long ioTimeoutSeconds,
        @Nullable Double maxDelete,
        boolean ordinaryUser,
        List<String> prefix,
        Path scratch) {
    private static final Pattern LINK_DEST = Pattern.compile("\\.\\./[^\\p{Cntrl}]+");

    public TransferRequest {
        boolean daemon = latest instanceof Endpoint.Daemon;
        if (!(source instanceof Endpoint.Here) && !(latest instanceof Endpoint.Here)) {
            throw new IllegalArgumentException(
                    "rsync cannot copy from one other host to another: " + source.text() + ", " + latest.text());
        }
        if (daemon ? sharesInodes : !linkDest.isEmpty() || compareWith != null) {
            throw new IllegalArgumentException(
                    "linkDest is for daemons, deciding for all others: " + latest.text() + ", " + linkDest);
        }
        for (String directory : linkDest) {
            if (!LINK_DEST.matcher(directory).matches()) {
                throw new IllegalArgumentException("no directory beside the new one: " + directory);
            }
        }
        linkDest = List.copyOf(linkDest);
    }

    /** Whether what the source lacks has to go. */
    boolean deletes() {
        return !(latest instanceof Endpoint.Daemon daemon && daemon.fresh());
    }

    /** Whether one end is on another host. */
    boolean remote() {
        return !(source instanceof Endpoint.Here && latest instanceof Endpoint.Here);
    }
}
