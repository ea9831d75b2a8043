package io.rsyncbackup.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Remembers what happens to active runs: each transition with its event in one transaction, told to listeners after it. */
@Component
class RunRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

    private final RunStore runs;
    private final StepStore steps;
    private final EventStore events;
    private final RunReader reader;
    private final LiveEvents live;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final RunIds ids;
    private final ObjectProvider<RunEndListener> listeners;

    RunRecorder(
            RunStore runs,
            StepStore steps,
            EventStore events,
            RunReader reader,
            LiveEvents live,
            PlatformTransactionManager transactions,
            Clock clock,
            RunIds ids,
            ObjectProvider<RunEndListener> listeners) {
        this.runs = runs;
        this.steps = steps;
        this.events = events;
        this.reader = reader;
        this.live = live;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.ids = ids;
        this.listeners = listeners;
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
                        ? Optional.of(told(state(lease.run(), now)))
                        : Optional.<Run>empty();
            });
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    private Run told(Run run) {
        listeners.orderedStream().forEach(listener -> {
            try {
                listener.started(run);
            } catch (RuntimeException e) {
                LOG.error("what follows from the start of run {} was not remembered", run.id(), e);
            }
        });
        return run;
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

    /** Empty when it is not running. */
    Optional<Run> requestCancel(String id, String by) {
        return inTransaction(() -> {
            Instant now = clock.instant();
            return runs.requestCancel(id, by, now) ? Optional.of(state(id, now)) : Optional.<Run>empty();
        });
    }

    /** Only for people, so that trouble with it troubles nobody; null: it waits no more. */
    void waitingFor(Lease lease, @Nullable String whom) {
        try {
            runs.waitingFor(lease, whom);
        } catch (DataAccessException e) {
            LOG.debug("whom run {} waits for could not be remembered", lease.run(), e);
        }
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
        return Objects.requireNonNull(transaction.execute(status -> change.get()));
    }

    /** What steps found, for the row of the run. */
    record Findings(Map<String, Object> details, List<String> warnings) {}
}
