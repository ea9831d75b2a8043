package io.rsyncbackup.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What one step may ask and tell. */
record RunStepContext(
        StepName name,
        Supplier<Run> current,
        Supplier<RunSoFar> soFarNow,
        Cancellation cancellation,
        RunLog log,
        Secrets secrets,
        RunPulse pulse,
        RunFindings findings,
        AtomicInteger attempts,
        RunSlot slot)
        implements StepContext {
    @Override
    public Run run() {
        return current.get();
    }

    @Override
    public RunSoFar soFar() {
        return soFarNow.get();
    }

    @Override
    public void log(byte[] line) {
        log.line(name.text(), line);
    }

    @Override
    public void log(String line) {
        log.line(name.text(), line);
    }

    @Override
    public void progress(Progress progress) {
        pulse.progress(progress);
    }

    @Override
    public void warn(String text) {
        findings.warn(text);
    }

    @Override
    public void secret(String text) {
        secrets.add(text);
    }

    @Override
    public void aside(String whom, Runnable waiting) {
        slot.aside(whom, waiting, cancellation);
        pulse.sign();
    }

    @Override
    public void attempt() {
        log("attempt " + attempts.incrementAndGet());
    }
}
