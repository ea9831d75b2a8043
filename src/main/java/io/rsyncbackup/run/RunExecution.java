package io.rsyncbackup.run;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

/** Runs the steps of one claimed run, on its own thread. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

    private final Lease lease;
    private final StepPlanner planner;
    private final RunRecorder recorder;
    private final RunEndings endings;
    private final RunLog log;
    private final Secrets secrets;
    private final ScheduledExecutorService timer;
    private final RunSlot slot;
    private final RunControl control = new RunControl();
    private final RunVerdict verdict = new RunVerdict();
    private final RunFindings findings;
    private final RunPulse pulse;
    private volatile Run current;
    private boolean lost;
    private volatile boolean stalled;

    RunExecution(
            Run claimed,
            Lease lease,
            StepPlanner planner,
            RunRecorder recorder,
            RunEndings endings,
            RunLog log,
            Secrets secrets,
            RunPulse pulse,
            ScheduledExecutorService timer,
            RunSlot slot) {
        this.current = claimed;
        this.lease = lease;
        this.planner = planner;
        this.recorder = recorder;
        this.endings = endings;
        this.log = log;
        this.secrets = secrets;
        this.pulse = pulse;
        this.timer = timer;
        this.slot = slot;
        this.findings = new RunFindings(log, secrets);
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

    /** Whether nothing of it is seen for so long that it is taken for stuck; zero: never. Says it once, and when it goes on. */
    void watch(Duration longest) {
        boolean silent = !longest.isZero() && slot.held() && pulse.silence().compareTo(longest) > 0;
        if (silent && !stalled) {
            String seen = "nothing was seen of this run for "
                    + longest.toString().substring(2).toLowerCase(Locale.ROOT)
                    + " (stall-timeout): no output, no progress, no step that began or ended; does a disk or a host hang?";
            findings.warn(seen);
            // our own line: the next beat must not take it for a sign
            pulse.tell();
            LOG.warn("{}", seen);
        } else if (stalled && !silent) {
            LOG.info("the run goes on");
        }
        stalled = silent;
    }

    boolean stalled() {
        return stalled;
    }

    /** @param giveUp whether to stop trying to remember the end while the database is away */
    void execute(BooleanSupplier giveUp) {
        long began = System.nanoTime();
        LOG.info("the run begins, asked for by {}", current.request().requestedBy());
        try {
            runSteps();
        } catch (RuntimeException | Error e) {
            LOG.error("the run failed unexpectedly", e);
            verdict.stop(unexpected("the run", e));
        }
        RunOutcome outcome = hidden(verdict.outcome());
        String end = outcome.state().text() + (outcome.message() == null ? "" : ": " + outcome.message());
        log.line("run", end);
        LOG.info("the run ended as {}", end);
        log.close();
        pulse.tell();
        if (!lost) {
            Duration duration = Duration.ofNanos(System.nanoTime() - began);
            try {
                current = endings.end(lease, outcome, duration, findings.now(), giveUp);
            } catch (RunLostException e) {
                LOG.warn("{}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("the end of the run ({}) could not be remembered", end, e);
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
            // asked for between the claim and this run being found here
            Optional.ofNullable(current.cancelledBy()).ifPresent(by -> control.request(new StopCause.Cancelled(by)));
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
        boolean remembered = remember(() -> recorder.stepStarted(lease, position));
        if (!remembered && !step.always()) {
            control.cause().ifPresent(cause -> verdict.stop(cause.outcome()));
            return;
        }
        pulse.sign();
        long began = System.nanoTime();
        AtomicInteger attempts = new AtomicInteger(1);
        Cancellation cancellation = step.stoppable() ? control : RunControl.NEVER;
        StepContext context = new RunStepContext(
                step.name(), () -> current, this::soFar, cancellation, log, secrets, pulse, findings, attempts, slot);
        StepResult result = ended(step, perform(step, context));
        if (step.always()) {
            if (result.state() != RunState.SUCCEEDED && result.message() != null) {
                findings.warn(step.name().text() + ": " + result.message());
            }
        } else {
            verdict.add(result);
        }
        findings.add(result.details());
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        remember(() -> recorder.stepEnded(lease, position, result, duration, attempts.get(), findings.now()));
    }

    private RunSoFar soFar() {
        RunOutcome outcome = verdict.outcome();
        return new RunSoFar(outcome.state(), outcome.reason());
    }

    private StepResult perform(Step step, StepContext context) {
        try {
            return Objects.requireNonNull(step.execute(context), "a step must say how it ended");
        } catch (RuntimeException | Error e) {
            if (control.requested() && !step.always()) {
                LOG.info("step {} was stopped: {}", step.name().text(), e.toString());
                return new StepResult(RunState.CANCELLED, null, null, null, null, Map.of());
            }
            LOG.error("step {} failed unexpectedly", step.name().text(), e);
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
            LOG.error("closing the run failed", e);
            findings.warn("not everything could be closed: " + e.getMessage());
        }
    }

    /** A run that cannot be remembered must stop: someone else may take it for dead and start the next one. */
    private boolean remember(Supplier<Run> transition) {
        if (lost) {
            return false;
        }
        try {
            current = transition.get();
            return true;
        } catch (RunLostException e) {
            LOG.warn("{}", e.getMessage());
            lost = true;
        } catch (RuntimeException e) {
            LOG.error("the run stops, since what happens to it cannot be remembered", e);
        }
        control.request(new StopCause.Isolated());
        return false;
    }

    private RunOutcome hidden(RunOutcome outcome) {
        return new RunOutcome(outcome.state(), outcome.reason(), secrets.hideIn(outcome.message()));
    }

    private static RunOutcome unexpected(String what, Throwable e) {
        String why = e.getMessage() == null ? "" : ": " + e.getMessage();
        return new RunOutcome(
                RunState.FAILED, RunReason.INTERNAL, what + " failed unexpectedly, see the server's own log" + why);
    }

    @Nullable
    Progress progress() {
        return pulse.progress();
    }
}
