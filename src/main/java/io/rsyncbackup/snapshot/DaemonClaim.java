package io.rsyncbackup.snapshot;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's name that somebody takes on a daemon, before he says that he makes it: the name of an empty directory. It
 * tells whose it is from its first moment, or nobody could remove what a killed server has left.
 *
 * @param name of the snapshot, or whatever else lies there
 * @param run absent of what this server would not have made
 * @param node absent as the run is
 */
record DaemonClaim(
        String name, @Nullable String run, @Nullable String node) {
    private static final int PARTS = 3;

    static DaemonClaim parse(String text) {
        String[] parts = text.split("\\.", PARTS);
        return parts.length == PARTS
                ? new DaemonClaim(parts[0], parts[1], parts[2])
                : new DaemonClaim(text, null, null);
    }

    /** What its directory is called. */
    String text() {
        return run == null ? name : name + "." + run + "." + node;
    }

    /** Of this run, or of another of this server that has ended. */
    boolean isOurs(String ourRun, String ourNode, Predicate<String> running) {
        return run != null && (run.equals(ourRun) || (ourNode.equals(node) && !running.test(run)));
    }

    /** Where it lies below the parent. */
    String path() {
        return ".rsync-backup/incomplete/" + text();
    }
}
