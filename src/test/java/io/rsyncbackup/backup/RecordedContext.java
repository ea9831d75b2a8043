package io.rsyncbackup.backup;

import io.rsyncbackup.run.Cancellation;
import io.rsyncbackup.run.Progress;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunSoFar;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a step says, and can be asked to stop. */
final class RecordedContext implements StepContext {
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final ManualStop stop = new ManualStop();
    int attempts = 1;
    /** Told of each line while the step still works. */
    Consumer<String> heard = line -> {};

    volatile RunSoFar soFar = new RunSoFar(RunState.SUCCEEDED, null);
    private final Run run;

    RecordedContext(Run run) {
        this.run = run;
    }

    @Override
    public Run run() {
        return run;
    }

    @Override
    public RunSoFar soFar() {
        return soFar;
    }

    @Override
    public Cancellation cancellation() {
        return new Cancellation() {
            @Override
            public boolean requested() {
                return stop.requested();
            }

            @Override
            public AutoCloseable onRequest(Runnable action) {
                return stop.onRequest(action);
            }
        };
    }

    @Override
    public void log(byte[] line) {
        log(new String(line, StandardCharsets.UTF_8));
    }

    @Override
    public void log(String line) {
        log.add(line);
        heard.accept(line);
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void warn(String text) {
        warnings.add(text);
    }

    @Override
    public void attempt() {
        attempts++;
    }
}
