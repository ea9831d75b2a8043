package io.rsyncbackup.snapshot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is to be transferred to a daemon, into a directory that nobody else has.
 *
 * @param name of the directory, beside latest
 * @param linkDest names of directories whose files it may share, the best first
 * @param compareWith the newest complete snapshot; absent while there is none
 * @param keepsOwners false where the daemon works as an ordinary user, and directories must stay open to him
 * @param nanoseconds whether times there surely keep them
 */
public record DaemonAttempt(
        String name,
        Instant takenAt,
        String run,
        String node,
        List<String> linkDest,
        @Nullable String compareWith,
        boolean keepsOwners,
        boolean nanoseconds) {}
