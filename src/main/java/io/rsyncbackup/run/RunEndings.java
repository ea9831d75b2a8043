package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Placement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Ends runs: state, event and whatever listeners remember with it in one transaction. */
@Component
class RunEndings {
    private static final Logger LOG = LoggerFactory.getLogger(RunEndings.class);
    private static final int LISTENER_ATTEMPTS = 3;

    private final RunStore runs;
    private final StepStore steps;
    private final EventStore events;
    private final RunReader reader;
    private final RunRecorder recorder;
    private final LiveEvents live;
    private final ObjectProvider<RunEndListener> listeners;
    private final Placement placement;
    private final ObjectProvider<StepPlanner> planner;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RunEndings(
            RunStore runs,
            StepStore steps,
            EventStore events,
            RunReader reader,
            RunRecorder recorder,
            LiveEvents live,
            ObjectProvider<RunEndListener> listeners,
            Placement placement,
            ObjectProvider<StepPlanner> planner,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.runs = runs;
        this.steps = steps;
        this.events = events;
        this.reader = reader;
        this.recorder = recorder;
        this.live = live;
        this.listeners = listeners;
        this.placement = placement;
        this.planner = planner;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Ends a run that ran here.
     *
     * @param giveUp asked after a failure of the database whether to stop trying
     * @throws RunLostException when another server ended it before
     */
    Run end(Lease lease, RunOutcome outcome, Duration duration, RunRecorder.Findings findings, BooleanSupplier giveUp) {
        Consumer<Instant> remember = now -> runs.remember(lease.run(), findings.details(), findings.warnings());
        return Persistence.insist(
                () -> tellingListeners(tell -> end(lease, outcome, duration, remember, tell)), giveUp);
    }

    /** Ends a run whose server died, and queues it once more where the plan wishes so; empty when someone else did. */
    Optional<Run> abandon(Lease lease) {
        RunOutcome outcome = new RunOutcome(
                RunState.INTERRUPTED, RunReason.SERVER_DIED, "the server died while this run was running");
        try {
            return Optional.of(Persistence.insist(() -> tellingListeners(tell -> {
                Run run = end(lease, outcome, null, now -> {}, tell);
                if (wantedAgain(run.request())) {
                    recorder.queue(run.request().again(run.id()));
                }
                return run;
            })));
        } catch (RunLostException e) {
            return Optional.empty();
        }
    }

    private boolean wantedAgain(RunRequest request) {
        return request.rerunInterrupted()
                && request.trigger() != Trigger.RERUN
                && (planner.getObject().knows(request.plan()) || placement.elsewhere(request.plan()));
    }

    /** Ends a queued run at once; empty when it is not queued. */
    Optional<Run> cancelQueued(String id, String by) {
        RunOutcome outcome = new StopCause.Cancelled(by).outcome();
        return tellingListeners(tell -> {
            Instant now = clock.instant();
            return runs.cancelQueued(id, by, now, outcome) ? Optional.of(told(id, now, tell)) : Optional.<Run>empty();
        });
    }

    private Run end(
            Lease lease, RunOutcome outcome, @Nullable Duration duration, Consumer<Instant> change, boolean tell) {
        Instant now = clock.instant();
        if (!runs.end(lease.run(), lease.node(), outcome, now, duration)) {
            throw new RunLostException(lease);
        }
        // nothing stays open in a run that has ended, whatever could not be remembered on the way
        steps.abandon(lease.run(), outcome, now);
        change.accept(now);
        return told(lease.run(), now, tell);
    }

    private Run told(String id, Instant now, boolean tell) {
        Run run = reader.find(id).orElseThrow();
        live.publish(events.add(id, RunEvent.Type.ENDED, Documents.state(run), now));
        if (tell) {
            try {
                listeners.orderedStream().forEach(listener -> listener.ended(run));
            } catch (RuntimeException e) {
                throw new ListenerException(e);
            }
        }
        return run;
    }

    /** A listener that fails again and again must not keep a run from ending: its plan could never run again. */
    private <T> T tellingListeners(Function<Boolean, T> change) {
        for (int attempt = 1; ; attempt++) {
            boolean tell = attempt <= LISTENER_ATTEMPTS;
            try {
                return Objects.requireNonNull(transaction.execute(status -> change.apply(tell)));
            } catch (ListenerException e) {
                LOG.error("what follows from the end of a run was not remembered", e.getCause());
            }
        }
    }

    private static final class ListenerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ListenerException(RuntimeException cause) {
            super(cause);
        }
    }
}
