package io.rsyncbackup.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Remembers what happens to runs: each transition with its event in one transaction, told to listeners after it. */
@Component
class RunRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);
    private static final int LISTENER_ATTEMPTS = 3;

    private final RunStore runs;
    private final StepStore steps;
    private final EventStore events;
    private final RunReader reader;
    private final LiveEvents live;
    private final ObjectProvider<RunEndListener> listeners;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final RunIds ids;

    RunRecorder(
            RunStore runs,
            StepStore steps,
            EventStore events,
            RunReader reader,
            LiveEvents live,
            ObjectProvider<RunEndListener> listeners,
            PlatformTransactionManager transactions,
            Clock clock,
            RunIds ids) {
        this.runs = runs;
        this.steps = steps;
        this.events = events;
        this.reader = reader;
        this.live = live;
        this.listeners = listeners;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.ids = ids;
    }

    /** A new queued run; empty when the plan has an active one. Part of the caller's transaction, if there is one. */
    Optional<Run> queue(RunRequest request) {
        return inTransaction(() -> {
            Instant now = clock.instant();
            String id = ids.next();
            return runs.insert(id, request, now) ? Optional.of(state(id, now)) : Optional.<Run>empty();
        });
    }

    /** Empty when it is not queued any more, or its destination is busy. */
    Optional<Run> claim(Lease lease) {
        try {
            return inTransaction(() -> {
                Instant now = clock.instant();
                return runs.claim(lease.run(), lease.node(), now)
                        ? Optional.of(state(lease.run(), now))
                        : Optional.<Run>empty();
            });
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    Run planned(Lease lease, List<StepName> names) {
        return held(lease, now -> steps.plan(lease.run(), names));
    }

    Run stepStarted(Lease lease, int position) {
        return step(lease, position, now -> steps.start(lease.run(), position, now));
    }

    Run stepSkipped(Lease lease, int position) {
        return step(lease, position, now -> steps.skip(lease.run(), position));
    }

    Run stepEnded(Lease lease, int position, StepResult result, Duration duration, int attempts, Findings findings) {
        return step(lease, position, now -> {
            steps.end(lease.run(), position, result, now, duration, attempts);
            runs.remember(lease.run(), findings.details(), findings.warnings());
        });
    }

    /**
     * Ends a run and asks the listeners to remember what follows, in one transaction.
     *
     * @param giveUp asked after a failure of the database whether to stop trying
     */
    Run end(Lease lease, RunOutcome outcome, Duration duration, Findings findings, BooleanSupplier giveUp) {
        return ended(
                lease,
                outcome,
                duration,
                now -> runs.remember(lease.run(), findings.details(), findings.warnings()),
                giveUp);
    }

    /** Ends a run whose server died, and queues it once more where the plan wishes so; empty when someone else did. */
    Optional<Run> abandon(Lease lease) {
        RunOutcome outcome = new RunOutcome(
                RunState.INTERRUPTED, RunReason.SERVER_DIED, "the server died while this run was running");
        long began = System.nanoTime();
        try {
            return Optional.of(ended(
                    lease,
                    outcome,
                    null,
                    now -> steps.abandon(lease.run(), outcome, now),
                    () -> System.nanoTime() - began > Duration.ofSeconds(15).toNanos()));
        } catch (RunLostException e) {
            return Optional.empty();
        }
    }

    /** Ends a queued run at once; empty when it is not queued. */
    Optional<Run> cancelQueued(String id, String by) {
        RunOutcome outcome = new StopCause.Cancelled(by).outcome();
        return inTransaction(() -> {
            Instant now = clock.instant();
            return runs.cancelQueued(id, by, now, outcome)
                    ? Optional.of(tellEnd(id, now, true))
                    : Optional.<Run>empty();
        });
    }

    /** Empty when it is not running. */
    Optional<Run> requestCancel(String id, String by) {
        return inTransaction(() -> {
            Instant now = clock.instant();
            return runs.requestCancel(id, by, now) ? Optional.of(state(id, now)) : Optional.<Run>empty();
        });
    }

    private Run ended(
            Lease lease,
            RunOutcome outcome,
            @Nullable Duration duration,
            Consumer<Instant> before,
            BooleanSupplier giveUp) {
        AtomicInteger listenerFailures = new AtomicInteger();
        return Persistence.insist(
                () -> {
                    while (true) {
                        try {
                            return inTransaction(() ->
                                    end(lease, outcome, duration, before, listenerFailures.get() < LISTENER_ATTEMPTS));
                        } catch (ListenerException e) {
                            LOG.error(
                                    "what follows from the end of run {} was not remembered",
                                    lease.run(),
                                    e.getCause());
                            listenerFailures.incrementAndGet();
                        }
                    }
                },
                giveUp);
    }

    private Run end(
            Lease lease,
            RunOutcome outcome,
            @Nullable Duration duration,
            Consumer<Instant> before,
            boolean tellListeners) {
        Instant now = clock.instant();
        if (!runs.end(lease.run(), lease.node(), outcome, now, duration)) {
            throw new RunLostException(lease);
        }
        before.accept(now);
        Run run = tellEnd(lease.run(), now, tellListeners);
        boolean died = outcome.reason() == RunReason.SERVER_DIED;
        if (died && run.request().rerunInterrupted() && run.request().trigger() != Trigger.RERUN) {
            queue(run.request().again(run.id()));
        }
        return run;
    }

    private Run tellEnd(String id, Instant now, boolean tellListeners) {
        Run run = reader.find(id).orElseThrow();
        live.publish(events.add(id, RunEvent.Type.ENDED, Documents.state(run), now));
        if (tellListeners) {
            try {
                listeners.orderedStream().forEach(listener -> listener.ended(run));
            } catch (RuntimeException e) {
                throw new ListenerException(e);
            }
        }
        return run;
    }

    private Run step(Lease lease, int position, Consumer<Instant> change) {
        return held(lease, now -> {
            change.accept(now);
            RunStep step = reader.find(lease.run()).orElseThrow().steps().get(position);
            live.publish(events.add(lease.run(), RunEvent.Type.STEP, Documents.step(step), now));
        });
    }

    /** A change that only the node that runs the run may make. */
    private Run held(Lease lease, Consumer<Instant> change) {
        return Persistence.insist(() -> inTransaction(() -> {
            if (!runs.holds(lease.run(), lease.node())) {
                throw new RunLostException(lease);
            }
            change.accept(clock.instant());
            return reader.find(lease.run()).orElseThrow();
        }));
    }

    private Run state(String id, Instant now) {
        Run run = reader.find(id).orElseThrow();
        live.publish(events.add(id, RunEvent.Type.STATE, Documents.state(run), now));
        return run;
    }

    private <T> T inTransaction(Supplier<T> change) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> change.get()));
    }

    /** What steps found, for the row of the run. */
    record Findings(Map<String, Object> details, List<String> warnings) {}

    private static final class ListenerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ListenerException(RuntimeException cause) {
            super(cause);
        }
    }
}
