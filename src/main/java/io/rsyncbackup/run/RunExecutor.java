package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.log.LogMarks;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Claims queued runs and executes each on a thread of its own, at most so many at once. Stops before the web server does, so
 * that who waits for a run still gets its end.
 */
@Component
class RunExecutor implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);
    private static final long POLL_MILLIS = 2_000;

    private final RunSettings settings;
    private final Cluster cluster;
    private final RunReader reader;
    private final RunRecorder recorder;
    private final RunExecutions executions;
    private final WaitingRuns waiting;
    private final RunningRuns running;
    private final RunUpkeep upkeep;
    private final LocalAdmission admission;
    private final InterruptedRuns interrupted;
    private final ObjectProvider<Recovery> recoveries;
    private final Semaphore slots;
    private volatile @Nullable ScheduledExecutorService timer;
    private volatile @Nullable Thread dispatcher;

    RunExecutor(
            RunSettings settings,
            Cluster cluster,
            RunReader reader,
            RunRecorder recorder,
            RunExecutions executions,
            WaitingRuns waiting,
            RunningRuns running,
            RunUpkeep upkeep,
            LocalAdmission admission,
            InterruptedRuns interrupted,
            ObjectProvider<Recovery> recoveries) {
        this.settings = settings;
        this.cluster = cluster;
        this.reader = reader;
        this.recorder = recorder;
        this.executions = executions;
        this.waiting = waiting;
        this.running = running;
        this.upkeep = upkeep;
        this.admission = admission;
        this.interrupted = interrupted;
        this.recoveries = recoveries;
        this.slots = new Semaphore(settings.maxConcurrentRuns());
    }

    /** At the first moment of a shutdown: what follows takes its time. */
    @EventListener(ContextClosedEvent.class)
    public void closing() {
        running.stopping(true);
        running.wake();
    }

    @Override
    public void start() {
        running.stopping(false);
        ScheduledExecutorService started = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("run-timer-", 0).daemon().factory());
        long beat = RunPulse.INTERVAL.toMillis();
        var unused = started.scheduleWithFixedDelay(guarded(upkeep::pulse), beat, beat, TimeUnit.MILLISECONDS);
        timer = started;
        dispatcher = Thread.ofVirtual().name("run-dispatcher").start(this::dispatch);
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    @Override
    public void stop() {
        closing();
        long deadline = System.nanoTime() + settings.shutdownWait().toNanos();
        // not interrupted: a claim that breaks off between commit and start would leave a run that nobody runs
        if (!await(this::quiet, deadline)) {
            if (!await(this::ended, System.nanoTime() + settings.endingWait().toNanos())) {
                LOG.warn(
                        "{} runs could not be ended; the next start cleans up after them",
                        running.all().size());
            }
        }
        Optional.ofNullable(timer).ifPresent(ScheduledExecutorService::shutdownNow);
        timer = null;
    }

    /** Asks again at each look: one that was being claimed comes late. */
    private boolean ended() {
        running.all().forEach(execution -> execution.control().request(new StopCause.Shutdown()));
        return quiet();
    }

    private boolean quiet() {
        Thread thread = dispatcher;
        return (thread == null || !thread.isAlive()) && running.all().isEmpty();
    }

    private static boolean await(BooleanSupplier condition, long deadline) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private void dispatch() {
        recoveries.orderedStream().forEach(recovery -> {
            try {
                recovery.recover(interrupted.found());
            } catch (RuntimeException e) {
                LOG.error("cleaning up after the last stop failed; the runs go on", e);
            }
        });
        while (!running.stopping()) {
            try {
                round();
            } catch (RuntimeException | Error e) {
                LOG.warn("looking for runs failed, trying again", e);
            }
            running.awaitWork(POLL_MILLIS);
        }
    }

    private void round() {
        upkeep.round();
        for (Run run : reader.queued()) {
            if (running.stopping() || cluster.isolated() || !admission.open()) {
                return;
            }
            consider(run);
        }
    }

    @SuppressWarnings("try") // held only to be closed
    private void consider(Run run) {
        try (LogMarks marks = LogMarks.run(run.id(), run.request().plan())) {
            claim(run);
        }
    }

    private void claim(Run run) {
        boolean ready = waiting.ready(run, slots.availablePermits() > 0);
        if (ready && slots.tryAcquire()) {
            boolean started = false;
            try {
                Lease lease = new Lease(run.id(), cluster.self().id());
                started = admission.begin(() -> recorder.claim(lease)
                        .map(claimed -> execute(claimed, lease))
                        .isPresent());
            } finally {
                if (!started) {
                    slots.release();
                }
            }
        }
    }

    private Thread execute(Run run, Lease lease) {
        RunSlot slot = new RunSlot(slots, running::wake, whom -> recorder.waitingFor(lease, whom));
        RunExecution execution = executions.of(run, lease, Objects.requireNonNull(timer, "started"), slot);
        running.add(run.id(), execution);
        return Thread.ofVirtual().name("run-" + run.id()).start(LogMarks.carried(() -> {
            try {
                execution.execute(running::stopping);
            } finally {
                running.remove(run.id());
                slot.release();
                running.wake();
            }
        }));
    }

    private static Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("a periodic task failed", e);
            }
        };
    }
}
