package io.rsyncbackup.run;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a run.
 *
 * @param id of persisted events ({@code state, step, ended}), growing; absent for {@code progress} and {@code log}
 * @param data JSON document: the run's state and reason, the step, the progress, or {@code {"offset","size"}} of new log bytes
 */
public record RunEvent(@Nullable Long id, String run, Type type, String data) {
    /** The kinds. */
    public enum Type {
        STATE,
        STEP,
        ENDED,
        PROGRESS,
        LOG
    }
}
