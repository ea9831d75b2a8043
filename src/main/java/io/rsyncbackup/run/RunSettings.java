package io.rsyncbackup.run;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What this room is told by the configuration.
 *
 * @param shutdownWait how long running runs may finish when the server stops, before they are interrupted
 * @param endingWait how long interrupted runs may take to end, with all that follows in any case
 * @param logMaxBytes of one run's log; beyond it head and tail are kept
 * @param historyKeep younger runs stay in the history
 * @param historyKeepRuns how many of the newest runs of each plan stay, however old
 */
public record RunSettings(
        int maxConcurrentRuns,
        Duration shutdownWait,
        Duration endingWait,
        Path logDirectory,
        long logMaxBytes,
        Duration historyKeep,
        int historyKeepRuns) {}
