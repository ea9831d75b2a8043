package io.rsyncbackup.cluster;

import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Looks into the database at steady intervals: a clock that is set back must not make it sleep until then. */
final class SteadyScheduler extends SchedulerBuilder {
    SteadyScheduler(DataSource source, List<Task<?>> tasks) {
        super(source, tasks);
    }

    @Override
    protected Waiter buildWaiter() {
        return new Waiter(poolingInterval, () -> Instant.EPOCH.plusNanos(System.nanoTime()));
    }
}
