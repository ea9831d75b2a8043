package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Cluster;
import java.time.Duration;
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
    private static final Duration AFTER_STOP = Duration.ofSeconds(20);

    private final RunSettings settings;
    private final Cluster cluster;
    private final RunStore store;
    private final RunReader reader;
    private final RunRecorder recorder;
    private final RunEndings endings;
    private final LiveEvents live;
    private final RunLogDirectory logs;
    private final RunningRuns running;
    private final ObjectProvider<StepPlanner> planners;
    private final ObjectProvider<Recovery> recoveries;
    private final InterruptedRuns interrupted;
    private final Semaphore slots;
    private volatile @Nullable ScheduledExecutorService timer;
    private volatile @Nullable Thread dispatcher;

    RunExecutor(
            RunSettings settings,
            Cluster cluster,
            RunStore store,
            RunReader reader,
            RunRecorder recorder,
            RunEndings endings,
            LiveEvents live,
            RunLogDirectory logs,
            RunningRuns running,
            ObjectProvider<StepPlanner> planners,
            ObjectProvider<Recovery> recoveries,
            InterruptedRuns interrupted) {
        this.settings = settings;
        this.cluster = cluster;
        this.store = store;
        this.reader = reader;
        this.recorder = recorder;
        this.endings = endings;
        this.live = live;
        this.logs = logs;
        this.running = running;
        this.planners = planners;
        this.recoveries = recoveries;
        this.interrupted = interrupted;
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
        var unused = started.scheduleWithFixedDelay(guarded(this::pulse), beat, beat, TimeUnit.MILLISECONDS);
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
            running.all().forEach(execution -> execution.control().request(new StopCause.Shutdown()));
            if (!await(this::quiet, System.nanoTime() + AFTER_STOP.toNanos())) {
                LOG.warn(
                        "{} runs could not be ended; the next start cleans up after them",
                        running.all().size());
            }
        }
        Optional.ofNullable(timer).ifPresent(ScheduledExecutorService::shutdownNow);
        timer = null;
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
            } catch (RuntimeException e) {
                LOG.warn("looking for runs failed, trying again", e);
            }
            running.awaitWork(POLL_MILLIS);
        }
    }

    private void round() {
        if (cluster.shared()) {
            cluster.dead().forEach(node -> reader.running(node).forEach(run -> endings.abandon(lease(run))));
            live.catchUp();
        }
        reader.cancelRequests(cluster.self().id())
                .forEach((run, by) -> running.find(run)
                        .ifPresent(execution -> execution.control().request(new StopCause.Cancelled(by))));
        running.all()
                .forEach(execution -> execution
                        .pulse()
                        .unflushed()
                        .ifPresent(progress -> store.progress(
                                execution.current().id(), cluster.self().id(), Documents.write(progress))));
        for (Run run : reader.queued()) {
            if (running.stopping() || cluster.isolated()) {
                return;
            }
            consider(run);
        }
    }

    private void consider(Run run) {
        String whom = waitsFor(run).orElse(null);
        if (!Objects.equals(whom, run.waitingFor())) {
            store.waitingFor(run.id(), whom);
        }
        if (whom == null && slots.tryAcquire()) {
            boolean started = false;
            try {
                started = recorder.claim(new Lease(run.id(), cluster.self().id()))
                        .map(this::execute)
                        .isPresent();
            } finally {
                if (!started) {
                    slots.release();
                }
            }
        }
    }

    private Optional<String> waitsFor(Run run) {
        Optional<String> writer = reader.writer(run.request().destinationKey())
                .map(other -> "run " + other.id() + " of plan "
                        + other.request().plan() + ", which writes to the same destination");
        if (writer.isPresent() || slots.availablePermits() == 0) {
            return writer;
        }
        try {
            return planners.getObject().waitsFor(run);
        } catch (RuntimeException e) {
            // whatever it is, the run will meet it and say so
            LOG.warn("whether run {} must wait is unknown", run.id(), e);
            return Optional.empty();
        }
    }

    private Thread execute(Run run) {
        Secrets secrets = new Secrets();
        RunLog log = logs.open(run.id(), secrets);
        RunPulse pulse = new RunPulse(run.id(), log, live);
        RunExecution execution = new RunExecution(
                run,
                lease(run),
                planners.getObject(),
                recorder,
                endings,
                log,
                secrets,
                pulse,
                Objects.requireNonNull(timer, "started"));
        running.add(run.id(), execution);
        return Thread.ofVirtual().name("run-" + run.id()).start(() -> {
            try {
                // asked for between claiming and being found here
                reader.find(run.id())
                        .map(Run::cancelledBy)
                        .ifPresent(by -> execution.control().request(new StopCause.Cancelled(by)));
                execution.execute(running::stopping);
            } finally {
                running.remove(run.id());
                slots.release();
                running.wake();
            }
        });
    }

    private void pulse() {
        boolean isolated = cluster.isolated();
        for (RunExecution execution : running.all()) {
            execution.pulse().beat();
            if (isolated) {
                execution.control().request(new StopCause.Isolated());
            }
        }
    }

    private Lease lease(Run run) {
        return new Lease(
                run.id(), Optional.ofNullable(run.node()).orElse(cluster.self().id()));
    }

    private static Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("a periodic task failed", e);
            }
        };
    }
}
