package io.rsyncbackup.backup;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the queue for a plan as it is now. */
final class RunRequests {
    private RunRequests() {}

    static RunRequest of(
            Plan plan,
            Trigger trigger,
            String by,
            List<StepName> steps,
            boolean dryRun,
            @Nullable String note,
            RunOptions options) {
        return new RunRequest(
                plan.name(),
                plan.version(),
                trigger,
                by,
                steps,
                dryRun,
                note,
                options.toMap(),
                PlanSpecs.freeze(plan.spec()),
                Places.key(plan.spec()),
                plan.spec().nodeLabel(),
                plan.spec().rerunInterrupted(),
                null);
    }
}
