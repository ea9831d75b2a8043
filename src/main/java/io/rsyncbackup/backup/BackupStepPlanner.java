package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepPlanner;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Turns a plan as it was when the run was asked for into the steps of the run. */
@Component
class BackupStepPlanner implements StepPlanner {
    private final BackupTools tools;
    private final RunMemory memory;
    private final TrashCollector trash;
    private final Plans plans;
    private final HookSettings hooks;
    private final CommandRunner runner;

    BackupStepPlanner(
            BackupTools tools,
            RunMemory memory,
            TrashCollector trash,
            Plans plans,
            HookSettings hooks,
            CommandRunner runner) {
        this.tools = tools;
        this.memory = memory;
        this.trash = trash;
        this.plans = plans;
        this.hooks = hooks;
        this.runner = runner;
    }

    @Override
    public Optional<String> waitsFor(Run run) {
        PlanSpec spec = PlanSpecs.thaw(run.request().specification());
        Optional<String> push = tools.pushes().underWay(run.request().plan());
        if (push.isPresent()
                && run.request().steps().contains(StepName.SNAPSHOT)
                && !run.request().dryRun()) {
            return push;
        }
        if (!(spec.destination() instanceof Location.Local)) {
            // the queue must not wait for another host; the run itself waits for the lock there
            return Optional.empty();
        }
        try (Place place = tools.places().of(spec)) {
            return place.destinations().busyWith(place.layout());
        }
    }

    @Override
    public boolean knows(String plan) {
        return plans.find(plan).isPresent();
    }

    @Override
    public boolean hold(String plan) {
        return plans.hold(plan);
    }

    @Override
    public RunSession open(Run run) {
        RunSession session = new BackupSession(
                run, PlanSpecs.thaw(run.request().specification()), tools, memory.of(run.id()), trash);
        return run.request().dryRun()
                ? session
                : hooks.of(run.request().plan())
                        .<RunSession>map(around -> new HookedSession(session, around, runner))
                        .orElse(session);
    }
}
