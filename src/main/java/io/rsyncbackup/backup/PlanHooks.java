package io.rsyncbackup.backup;

import org.jspecify.annotations.Nullable;

/** The commands around the runs of one plan. */
public record PlanHooks(
        @Nullable Hook before,
        @Nullable Hook afterSuccess,
        @Nullable Hook afterFailure,
        @Nullable Hook last) {}
