package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepPlanner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run with its hooks around all its other steps: the disk is not there yet, or not any more. */
record HookedSession(StepPlanner.RunSession session, PlanHooks hooks, CommandRunner runner)
        implements StepPlanner.RunSession {
    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        add(steps, StepName.BEFORE, hooks.before());
        steps.addAll(session.steps());
        add(steps, StepName.AFTER_SUCCESS, hooks.afterSuccess());
        add(steps, StepName.AFTER_FAILURE, hooks.afterFailure());
        add(steps, StepName.FINALLY, hooks.last());
        return steps;
    }

    private void add(List<Step> steps, StepName name, @Nullable Hook hook) {
        if (hook != null) {
            steps.add(new HookStep(name, hook, runner));
        }
    }

    @Override
    public Optional<Duration> maxDuration() {
        return session.maxDuration();
    }

    @Override
    public void close() {
        session.close();
    }
}
