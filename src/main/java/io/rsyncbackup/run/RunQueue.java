package io.rsyncbackup.run;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Service
class RunQueue implements Runs {
    private static final int ATTEMPTS = 10;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final RunReader reader;
    private final RunRecorder recorder;
    private final RunEndings endings;
    private final IdempotencyKeys keys;
    private final FollowUps followUps;
    private final LiveEvents live;
    private final RunningRuns running;
    private final Admission admission;
    private final ObjectProvider<RunQueuedListener> listeners;
    private final ObjectProvider<StepPlanner> planner;
    private final Clock clock;
    private final TransactionTemplate transaction;

    RunQueue(
            RunReader reader,
            RunRecorder recorder,
            RunEndings endings,
            IdempotencyKeys keys,
            FollowUps followUps,
            LiveEvents live,
            RunningRuns running,
            Admission admission,
            ObjectProvider<RunQueuedListener> listeners,
            ObjectProvider<StepPlanner> planner,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.reader = reader;
        this.recorder = recorder;
        this.endings = endings;
        this.keys = keys;
        this.followUps = followUps;
        this.live = live;
        this.running = running;
        this.admission = admission;
        this.listeners = listeners;
        this.planner = planner;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Enqueued enqueue(RunRequest request, @Nullable IdempotencyKey key) {
        for (int attempt = 1; ; attempt++) {
            if (running.stopping()) {
                throw new ShuttingDownException();
            }
            try {
                Optional<Enqueued> result =
                        Objects.requireNonNull(transaction.execute(status -> tryEnqueue(request, key)));
                if (result.isPresent()) {
                    return result.get();
                }
            } catch (ConcurrencyFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            if (attempt == ATTEMPTS) {
                throw new CannotAcquireLockException("plan " + request.plan()
                        + " could not be queued: too many requests at the same moment; try again");
            }
        }
    }

    @Override
    public Optional<Run> enqueueNext(RunRequest request) {
        try {
            if (enqueue(request, null) instanceof Enqueued.Accepted accepted) {
                return Optional.of(accepted.run());
            }
        } catch (ShuttingDownException | NotAdmittedException e) {
            // found when runs begin again
        }
        followUps.remember(request);
        running.wake();
        return Optional.empty();
    }

    /** Empty when the active run that was in the way has just ended: ask once more. */
    private Optional<Enqueued> tryEnqueue(RunRequest request, @Nullable IdempotencyKey key) {
        Optional<Enqueued> before = known(request, key);
        if (before.isPresent()) {
            return before;
        }
        Optional<Run> active = reader.active(request.plan());
        if (active.isPresent()) {
            // queued between the two looks, perhaps by a request with this very key
            return known(request, key).or(() -> active.map(Enqueued.AlreadyActive::new));
        }
        admission.closures().stream().findFirst().ifPresent(closure -> {
            throw new NotAdmittedException(closure);
        });
        Optional<Run> queued = recorder.queue(request);
        if (queued.isEmpty()) {
            return known(request, key).or(() -> reader.active(request.plan()).map(Enqueued.AlreadyActive::new));
        }
        if (!planner.getObject().hold(request.plan())) {
            throw new PlanGoneException(request.plan());
        }
        Run run = queued.get();
        if (key != null && !keys.bind(request.plan(), key, run.id(), clock.instant())) {
            throw new CannotAcquireLockException("the idempotency key was bound at the same moment");
        }
        listeners.forEach(listener -> listener.queued(run));
        LiveEvents.afterCommit(running::wake);
        return Optional.of(new Enqueued.Accepted(run));
    }

    private Optional<Enqueued> known(RunRequest request, @Nullable IdempotencyKey key) {
        if (key == null) {
            return Optional.empty();
        }
        keys.forgetExpired(clock.instant());
        return keys.find(request.plan(), key).map(binding -> {
            Run run = reader.find(binding.run()).map(running::fresh).orElseThrow();
            return binding.bodyHash().equals(key.bodyHash()) ? new Enqueued.Replayed(run) : new Enqueued.KeyReused(run);
        });
    }

    @Override
    public Optional<Run> find(String id) {
        return reader.find(id).map(running::fresh);
    }

    @Override
    public Optional<Run> active(String plan) {
        return reader.active(plan).map(running::fresh);
    }

    @Override
    public Optional<Run> last(String plan) {
        return reader.last(plan);
    }

    @Override
    public RunPage list(RunFilter filter, int limit, @Nullable String cursor) {
        RunPage page = reader.list(filter, limit, cursor);
        return new RunPage(page.items().stream().map(running::fresh).toList(), page.next());
    }

    @Override
    public Run await(String id, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        CountDownLatch ended = new CountDownLatch(1);
        AutoCloseable subscription = live.subscribe(id, event -> {
            if (event.type() == RunEvent.Type.ENDED) {
                ended.countDown();
            }
        });
        try {
            while (true) {
                RunState state = reader.state(id).orElseThrow(() -> new RunNotFoundException(id));
                long left = deadline - System.nanoTime();
                if (state.ended() || left <= 0 || (state == RunState.QUEUED && running.stopping())) {
                    return get(id);
                }
                ended.await(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            }
        } finally {
            close(subscription);
        }
    }

    private static void close(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Run cancel(String id, String by) {
        Optional<Run> queued = endings.cancelQueued(id, by);
        if (queued.isPresent()) {
            return queued.get();
        }
        Optional<Run> asked = recorder.requestCancel(id, by);
        if (asked.isPresent()) {
            running.find(id).ifPresent(execution -> execution.control().request(new StopCause.Cancelled(by)));
            return running.fresh(asked.get());
        }
        Run run = get(id);
        throw new RunNotActiveException(
                id, "run " + id + " has already ended as " + run.state().text());
    }

    @Override
    public long queueLength() {
        return reader.queueLength();
    }
}
