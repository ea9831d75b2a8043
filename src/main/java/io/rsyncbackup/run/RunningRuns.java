package io.rsyncbackup.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** The runs that run on this server now, and the bell that says there may be more to do. */
@Component
class RunningRuns {
    private final Map<String, RunExecution> executions = new ConcurrentHashMap<>();
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean stopping;

    void add(String run, RunExecution execution) {
        executions.put(run, execution);
    }

    void remove(String run) {
        executions.remove(run);
    }

    Collection<RunExecution> all() {
        return List.copyOf(executions.values());
    }

    Optional<RunExecution> find(String run) {
        return Optional.ofNullable(executions.get(run));
    }

    /** The run as it was read, with the progress it has here. */
    Run fresh(Run run) {
        RunExecution execution = executions.get(run.id());
        Progress progress = execution == null || run.state() != RunState.RUNNING ? null : execution.progress();
        return progress == null ? run : run.withProgress(progress);
    }

    boolean stopping() {
        return stopping;
    }

    void stopping(boolean now) {
        stopping = now;
    }

    void wake() {
        bell.release();
    }

    /** Waits for the bell or until the time is over. */
    void awaitWork(long milliseconds) {
        try {
            if (bell.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
