package io.rsyncbackup.backup;

import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the plan whose latest an rsync daemon's module is. */
final class PushedModules {
    private final Plans plans;

    PushedModules(Plans plans) {
        this.plans = plans;
    }

    /** @throws HookRefusedException when there is none, or more than one */
    Plan plan(Path module) {
        Path real = real(module);
        List<Plan> found = plans.all().stream()
                .filter(plan -> plan.spec().source() == null)
                .filter(plan -> plan.spec().destination() instanceof Location.Local latest
                        && real(latest.path()).equals(real))
                .toList();
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 ->
                throw new HookRefusedException(
                        HookRefusedException.Reason.UNKNOWN_MODULE,
                        "no plan with source: none has the destination " + module
                                + ", the path of this module; write one, or correct path in rsyncd.conf");
            default ->
                throw new HookRefusedException(
                        HookRefusedException.Reason.AMBIGUOUS_MODULE,
                        "several plans have the destination " + module + ": "
                                + found.stream().map(Plan::name).collect(Collectors.joining(", "))
                                + "; give each a directory of its own");
        };
    }

    /** Through symbolic links, as the daemon reaches it. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.normalize();
        }
    }
}
