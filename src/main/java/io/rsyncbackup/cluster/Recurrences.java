package io.rsyncbackup.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sees to it that each recurring task is in the timetable and never further away than its interval: where the clock was
 * ahead for a while, it would otherwise rest until then.
 */
@Component
class Recurrences implements SmartLifecycle {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Recurrences.class);

    private final Timetable timetable;
    private final ObjectProvider<RecurringTask> tasks;
    private final Clock clock;
    private volatile @Nullable ScheduledExecutorService timer;

    Recurrences(Timetable timetable, ObjectProvider<RecurringTask> tasks, Clock clock) {
        this.timetable = timetable;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Override
    public void start() {
        List<Recurrence> recurrences =
                tasks.orderedStream().map(task -> new Recurrence(task, clock)).toList();
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("recurrences").daemon().factory());
        var unused = started.scheduleWithFixedDelay(
                () -> recurrences.forEach(this::keep), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        timer = started;
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = timer;
        if (running != null) {
            running.shutdownNow();
            timer = null;
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
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
