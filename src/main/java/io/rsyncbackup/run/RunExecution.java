package io.rsyncbackup.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Runs the steps of one claimed run, on its own thread. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

    private final Lease lease;
    private final StepPlanner planner;
    private final RunRecorder recorder;
    private final RunLog log;
    private final Secrets secrets;
    private final ScheduledExecutorService timer;
    private final RunControl control = new RunControl();
    private final RunVerdict verdict = new RunVerdict();
    private final Map<String, Object> details = new LinkedHashMap<>();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final RunPulse pulse;
    private volatile Run current;
    private boolean lost;

    RunExecution(
            Run claimed,
            Lease lease,
            StepPlanner planner,
            RunRecorder recorder,
            RunLog log,
            Secrets secrets,
            RunPulse pulse,
            ScheduledExecutorService timer) {
        this.current = claimed;
        this.lease = lease;
        this.planner = planner;
        this.recorder = recorder;
        this.log = log;
        this.secrets = secrets;
        this.pulse = pulse;
        this.timer = timer;
    }

    Run current() {
        return current;
    }

    RunControl control() {
        return control;
    }

    RunPulse pulse() {
        return pulse;
    }

    /** @param giveUp whether to stop trying to remember the end while the database is away */
    void execute(BooleanSupplier giveUp) {
        long began = System.nanoTime();
        try {
            runSteps();
        } catch (RuntimeException e) {
            LOG.error(
                    "run {} of plan {} failed unexpectedly",
                    lease.run(),
                    current.request().plan(),
                    e);
            verdict.stop(unexpected("the run", e));
        }
        RunOutcome outcome = hidden(verdict.outcome());
        log.line("run", outcome.state().text() + (outcome.message() == null ? "" : ": " + outcome.message()));
        log.close();
        pulse.last();
        if (!lost) {
            Duration duration = Duration.ofNanos(System.nanoTime() - began);
            try {
                current = recorder.end(lease, outcome, duration, findings(), giveUp);
            } catch (RunLostException e) {
                LOG.warn("{}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("the end of run {} ({}) could not be remembered", lease.run(), outcome, e);
            }
        }
    }

    private void runSteps() {
        StepPlanner.RunSession session = planner.open(current);
        ScheduledFuture<?> timeout = null;
        try {
            timeout = session.maxDuration().map(this::timeoutAfter).orElse(null);
            List<Step> steps = session.steps();
            List<StepName> names = steps.stream().map(Step::name).toList();
            remember(() -> recorder.planned(lease, names));
            for (int position = 0; position < steps.size(); position++) {
                next(steps.get(position), position);
            }
        } finally {
            if (timeout != null) {
                timeout.cancel(false);
            }
            close(session);
        }
    }

    private ScheduledFuture<?> timeoutAfter(Duration limit) {
        return timer.schedule(
                () -> control.request(new StopCause.TimedOut(limit)), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void next(Step step, int position) {
        if (!step.always() && !verdict.stopped()) {
            control.cause().ifPresent(cause -> verdict.stop(cause.outcome()));
        }
        if (!step.always() && verdict.stopped()) {
            remember(() -> recorder.stepSkipped(lease, position));
            return;
        }
        remember(() -> recorder.stepStarted(lease, position));
        if (lost && !step.always()) {
            control.cause().ifPresent(cause -> verdict.stop(cause.outcome()));
            return;
        }
        long began = System.nanoTime();
        AtomicInteger attempts = new AtomicInteger(1);
        StepResult result = ended(step, perform(step, new Context(step, attempts)));
        if (step.always()) {
            if (result.state() != RunState.SUCCEEDED && result.message() != null) {
                warn(step.name().text() + ": " + result.message());
            }
        } else {
            verdict.add(result);
        }
        details.putAll(result.details());
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        remember(() -> recorder.stepEnded(lease, position, result, duration, attempts.get(), findings()));
    }

    private StepResult perform(Step step, StepContext context) {
        try {
            return step.execute(context);
        } catch (RuntimeException e) {
            if (control.requested() && !step.always()) {
                LOG.info("step {} of run {} was stopped: {}", step.name().text(), lease.run(), e.toString());
                return new StepResult(RunState.CANCELLED, null, null, null, null, Map.of());
            }
            LOG.error("step {} of run {} failed unexpectedly", step.name().text(), lease.run(), e);
            RunOutcome outcome = unexpected("step " + step.name().text(), e);
            return StepResult.failed(
                    RunReason.INTERNAL, Optional.ofNullable(outcome.message()).orElse(""));
        }
    }

    /** What was stopped on request ends as what was asked for. */
    private StepResult ended(Step step, StepResult result) {
        RunOutcome outcome = RunOutcome.of(result);
        if (result.state() == RunState.CANCELLED) {
            outcome = control.cause()
                    .map(StopCause::outcome)
                    .orElseGet(() -> new RunOutcome(
                            RunState.FAILED,
                            RunReason.INTERNAL,
                            "step " + step.name().text() + " was ended from outside, not by this server"));
        }
        return new StepResult(
                outcome.state(),
                outcome.reason(),
                secrets.hideIn(outcome.message()),
                secrets.hideIn(result.command()),
                result.exitCode(),
                result.details());
    }

    private void close(StepPlanner.RunSession session) {
        try {
            session.close();
        } catch (RuntimeException e) {
            LOG.error("closing run {} failed", lease.run(), e);
            warn("not everything could be closed: " + e.getMessage());
        }
    }

    /** A run that cannot be remembered must stop: someone else may take it for dead and start the next one. */
    private void remember(Supplier<Run> transition) {
        if (lost) {
            return;
        }
        try {
            current = transition.get();
        } catch (RunLostException e) {
            LOG.warn("{}", e.getMessage());
            lost = true;
            control.request(new StopCause.Isolated());
        } catch (DataAccessException | TransactionException e) {
            LOG.error("run {} stops, since the database cannot be written", lease.run(), e);
            control.request(new StopCause.Isolated());
        }
    }

    private void warn(String text) {
        String clean = secrets.hide(text);
        warnings.add(clean);
        log.line("run", "warning: " + clean);
    }

    private RunRecorder.Findings findings() {
        synchronized (warnings) {
            return new RunRecorder.Findings(Map.copyOf(details), List.copyOf(warnings));
        }
    }

    private RunOutcome hidden(RunOutcome outcome) {
        return new RunOutcome(outcome.state(), outcome.reason(), secrets.hideIn(outcome.message()));
    }

    private static RunOutcome unexpected(String what, RuntimeException e) {
        String why = e.getMessage() == null ? "" : ": " + e.getMessage();
        return new RunOutcome(
                RunState.FAILED, RunReason.INTERNAL, what + " failed unexpectedly, see the server's own log" + why);
    }

    /** What one step may ask and tell. */
    private final class Context implements StepContext {
        private final Step step;
        private final String name;
        private final AtomicInteger attempts;

        Context(Step step, AtomicInteger attempts) {
            this.step = step;
            this.name = step.name().text();
            this.attempts = attempts;
        }

        @Override
        public Run run() {
            return current;
        }

        @Override
        public Cancellation cancellation() {
            return step.always() ? RunControl.NEVER : control;
        }

        @Override
        public void log(byte[] line) {
            log.line(name, line);
        }

        @Override
        public void log(String line) {
            log.line(name, line);
        }

        @Override
        public void progress(Progress progress) {
            pulse.progress(progress);
        }

        @Override
        public void warn(String text) {
            RunExecution.this.warn(text);
        }

        @Override
        public void secret(String text) {
            secrets.add(text);
        }

        @Override
        public void attempt() {
            log.line(name, "attempt " + attempts.incrementAndGet());
        }
    }

    @Nullable
    Progress progress() {
        return pulse.progress();
    }
}
