package io.rsyncbackup.run;

import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes what executes one claimed run: its log, its pulse, its planner. */
@Component
class RunExecutions {
    private final ObjectProvider<StepPlanner> planner;
    private final RunRecorder recorder;
    private final RunEndings endings;
    private final RunLogDirectory logs;
    private final LiveEvents live;

    RunExecutions(
            ObjectProvider<StepPlanner> planner,
            RunRecorder recorder,
            RunEndings endings,
            RunLogDirectory logs,
            LiveEvents live) {
        this.planner = planner;
        this.recorder = recorder;
        this.endings = endings;
        this.logs = logs;
        this.live = live;
    }

    RunExecution of(Run claimed, Lease lease, ScheduledExecutorService timer, RunSlot slot) {
        Secrets secrets = new Secrets();
        RunLog log = logs.open(claimed.id(), secrets);
        RunPulse pulse = new RunPulse(claimed.id(), log, live);
        return new RunExecution(
                claimed, lease, planner.getObject(), recorder, endings, log, secrets, pulse, timer, slot);
    }
}
