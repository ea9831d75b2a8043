package io.rsyncbackup.cluster;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A recurring task as one that puts itself down again. */
record Recurrence(RecurringTask task, Clock clock) implements TimedTask {
    static final String ID = "all";

    private static final Logger LOG = LoggerFactory.getLogger(Recurrence.class);

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public Optional<Instant> execute(Due due) {
        try {
            task.execute();
        } catch (RuntimeException e) {
            LOG.warn("{} failed, it comes again in {}", task.name(), task.interval(), e);
        }
        return Optional.of(next());
    }

    Instant next() {
        return clock.instant().plus(task.interval());
    }
}
