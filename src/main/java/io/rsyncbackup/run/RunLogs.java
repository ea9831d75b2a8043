package io.rsyncbackup.run;

import java.nio.file.Path;

/** Where the logs of runs lie: files, UTF-8, only appended to until a run ends. */
public interface RunLogs {
    /** The file; absent on disk until the first line was written. */
    Path file(String runId);

    /** Bytes written so far; 0 when there is no file. */
    long size(String runId);
}
