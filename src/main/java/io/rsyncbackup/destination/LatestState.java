package io.rsyncbackup.destination;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@code latest} is, as {@code latest.json} says; travels with the disk. */
public record LatestState(State state, @Nullable String run, Instant since) {
    /** The states of latest. */
    public enum State {
        UPDATING,
        COMPLETE,
        PARTIAL
    }
}
