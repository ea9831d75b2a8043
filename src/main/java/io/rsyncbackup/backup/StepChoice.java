package io.rsyncbackup.backup;

import io.rsyncbackup.location.Location;
import io.rsyncbackup.run.StepName;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which steps a run has, from what the caller asked for. Pure. */
final class StepChoice {
    private static final Set<StepName> ALL = EnumSet.of(StepName.BACKUP, StepName.SNAPSHOT, StepName.ROTATE);

    private StepChoice() {}

    /** In the order in which they make sense, whatever the caller's. */
    static List<StepName> of(StartRequest request, boolean othersFill) {
        if (request.steps().isEmpty()) {
            return othersFill
                    ? List.of(StepName.SNAPSHOT, StepName.ROTATE)
                    : List.of(StepName.BACKUP, StepName.SNAPSHOT, StepName.ROTATE);
        }
        EnumSet<StepName> chosen = EnumSet.copyOf(request.steps());
        if (!ALL.containsAll(chosen) || chosen.size() != request.steps().size()) {
            throw new InvalidRequestException("steps", "steps are backup, snapshot and rotate, each at most once");
        }
        if (othersFill && chosen.contains(StepName.BACKUP)) {
            throw new InvalidRequestException(
                    "steps", "this plan has source: none, others fill its latest; ask for snapshot and rotate");
        }
        if (request.expectedRotation() != null && !chosen.contains(StepName.ROTATE)) {
            throw new InvalidRequestException(
                    "expectedRotation", "only a run with the step rotate can expect a rotation");
        }
        return List.copyOf(chosen);
    }

    /** What cannot be done where the destination lies. */
    static void check(List<StepName> steps, Location destination) {
        if (destination instanceof Location.Daemon
                && steps.contains(StepName.SNAPSHOT)
                && !steps.contains(StepName.BACKUP)) {
            throw new InvalidRequestException(
                    "steps",
                    "on an rsync daemon a snapshot can only be made while it is transferred; ask for backup and snapshot");
        }
    }
}
