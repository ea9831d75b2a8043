package io.rsyncbackup.run;

import org.jspecify.annotations.Nullable;

/** How far a run is. Totals and what follows from them are absent while unknown. */
public record Progress(
        @Nullable Double percent,
        long bytes,
        long files,
        @Nullable Long filesTotal,
        @Nullable Double bytesPerSecond,
        @Nullable Double secondsLeft) {}
