package io.rsyncbackup.run;

import java.io.IOException;
import java.io.InputStream;

/** The logs of runs: UTF-8, only appended to until a run ends, compressed when old, which nobody need know. */
public interface RunLogs {
    /** Bytes written so far; 0 when there is none. */
    long size(String runId);

    /**
     * The bytes from there on, as many as there are now or later.
     *
     * @throws java.nio.file.NoSuchFileException when nothing was written yet
     */
    InputStream open(String runId, long from) throws IOException;
}
