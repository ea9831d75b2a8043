package io.rsyncbackup.cluster;

import java.time.Duration;

/** Short work that one of the servers does again and again. Every bean of this type is, from the start of the server on. */
public interface RecurringTask {
    /** Names rows of the database: never changed, lower case with dashes. */
    String name();

    /** From the end of one to the beginning of the next; also before the first. */
    Duration interval();

    /** Does it, in seconds rather than minutes. An exception is logged; the next one comes after the interval all the same. */
    void execute();
}
