package io.rsyncbackup.run;

import java.util.List;
import java.util.function.Consumer;

/** Tells what happens to runs, after it was committed. */
public interface RunEvents {
    /** Persisted events with an id greater than this, oldest first. */
    List<RunEvent> after(String runId, long lastEventId);

    /**
     * Hears every later event of the run; the listener must not block. With several servers events of runs on others arrive
     * with some delay.
     */
    AutoCloseable subscribe(String runId, Consumer<RunEvent> listener);

    /** Hears every later event of every run of this server, for meters and outbox wake-up; the listener must not block. */
    AutoCloseable subscribeAll(Consumer<RunEvent> listener);
}
