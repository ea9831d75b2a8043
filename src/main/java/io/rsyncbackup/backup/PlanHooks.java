package io.rsyncbackup.backup;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands around the runs of one plan. */
public record PlanHooks(
        @Nullable Hook before,
        @Nullable Hook afterSuccess,
        @Nullable Hook afterFailure,
        @Nullable Hook last) {
    /** How long those may take that follow a run which was interrupted. */
    Duration afterInterruption() {
        return Stream.of(afterFailure, last)
                .filter(Objects::nonNull)
                .map(Hook::timeout)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
