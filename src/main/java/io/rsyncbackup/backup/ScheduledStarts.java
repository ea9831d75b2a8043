package io.rsyncbackup.backup;

import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.Trigger;
import java.time.Instant;

/** What the schedule asks of backups. */
public interface ScheduledStarts {
    /**
     * Asks for a run with all of the plan's steps. Asked again for the same time, it answers the same run.
     *
     * @param due when it should have begun
     */
    Enqueued start(String plan, Trigger trigger, Instant due);
}
