package io.rsyncbackup.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run of a plan. The specification is frozen into it: what the plan says later does not matter.
 *
 * @param requestedBy the caller's name
 * @param steps what was asked for, in order; devices are added by the {@link StepPlanner}
 * @param options further wishes of the caller that the step planner understands ({@code expectedRotation, allowDeletions, snapshot})
 * @param specification the plan as JSON
 * @param destinationKey runs with the same key never run at once
 * @param rerunInterrupted queue it once more when the server dies under it
 */
public record RunRequest(
        String plan,
        long planVersion,
        Trigger trigger,
        String requestedBy,
        List<StepName> steps,
        boolean dryRun,
        @Nullable String note,
        Map<String, String> options,
        String specification,
        String destinationKey,
        @Nullable String nodeLabel,
        boolean rerunInterrupted,
        @Nullable String rerunOf) {
    /**
     * Whether it is to save something, so that its success counts.
     *
     * @param othersFill whether the plan has no source: what others brought is saved by its snapshot
     */
    public boolean saves(boolean othersFill) {
        return steps.contains(othersFill ? StepName.SNAPSHOT : StepName.BACKUP);
    }

    /** The same once more, because the server died under that run. */
    RunRequest again(String interrupted) {
        return new RunRequest(
                plan,
                planVersion,
                Trigger.RERUN,
                requestedBy,
                steps,
                dryRun,
                note,
                options,
                specification,
                destinationKey,
                nodeLabel,
                rerunInterrupted,
                interrupted);
    }
}
