package io.rsyncbackup.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sees to it that each recurring task is in the timetable and never further away than its interval: where the clock was
 * ahead for a while, it would otherwise rest until then.
 */
@Component
class Recurrences extends Periodic {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Recurrences.class);

    private final Timetable timetable;
    private final ObjectProvider<RecurringTask> tasks;
    private final Clock clock;
    private volatile List<Recurrence> recurrences = List.of();

    Recurrences(Timetable timetable, ObjectProvider<RecurringTask> tasks, Clock clock) {
        super("recurrences", Duration.ZERO, LOOK);
        this.timetable = timetable;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Override
    public void start() {
        recurrences =
                tasks.orderedStream().map(task -> new Recurrence(task, clock)).toList();
        super.start();
    }

    @Override
    protected void round() {
        recurrences.forEach(this::keep);
    }

    void keep(Recurrence recurrence) {
        try {
            Instant latest = recurrence.next();
            boolean kept = timetable
                    .find(recurrence.name(), Recurrence.ID)
                    .filter(due -> !due.at().isAfter(latest))
                    .isPresent();
            if (!kept) {
                timetable.put(recurrence.name(), Recurrence.ID, latest, "");
            }
        } catch (RuntimeException e) {
            LOG.warn("{} could not be put down, trying again in a minute: {}", recurrence.name(), e.toString());
        }
    }
}
