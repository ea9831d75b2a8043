package io.rsyncbackup.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that each server does for itself again and again, on a thread of its own, from start to stop. A round that fails is
 * logged and the next one comes all the same. What one of the servers should do for all is a {@link RecurringTask}.
 */
public abstract class Periodic implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final String name;
    private final Duration first;
    private final Duration interval;
    private volatile @Nullable ScheduledExecutorService timer;

    /**
     * @param name of the thread, and of the work in the log
     * @param first from the start to the first round
     * @param interval from the end of a round to the next one
     */
    protected Periodic(String name, Duration first, Duration interval) {
        this.name = name;
        this.first = first;
        this.interval = interval;
    }

    /** One round. */
    protected abstract void round();

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        var unused = started.scheduleWithFixedDelay(
                this::guardedRound, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
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

    private void guardedRound() {
        try {
            round();
        } catch (RuntimeException | Error e) {
            LOG.warn("{} failed, the next one comes in {} s: {}", name, interval.toSeconds(), e.toString());
        }
    }
}
