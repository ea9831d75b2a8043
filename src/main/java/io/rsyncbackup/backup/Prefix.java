package io.rsyncbackup.backup;

import io.rsyncbackup.plan.PlanSpec;
import java.util.ArrayList;
import java.util.List;

/** What a plan puts in front of the programs that read and write its files. Pure. */
final class Prefix {
    private Prefix() {}

    /**
     * The words before rsync, cp and rm.
     *
     * @param root true when the server runs as root already and needs no sudo
     * @param lock the destination's own prefix that marks a process tree as a writer
     */
    static List<String> of(PlanSpec spec, boolean root, List<String> lock) {
        List<String> prefix = new ArrayList<>(privileges(spec, root));
        PlanSpec.Ionice ionice = spec.ionice();
        if (ionice != null) {
            prefix.addAll(List.of("ionice", "-c", ioniceClass(ionice)));
        }
        prefix.addAll(lock);
        return prefix;
    }

    /** What lets this server move and remove files that only root may. */
    static List<String> privileges(PlanSpec spec, boolean root) {
        return spec.sudo() && !root ? List.of("sudo", "-n", "--") : List.of();
    }

    /** Whether the programs run without root's rights. */
    static boolean ordinaryUser(PlanSpec spec, boolean root) {
        return !root && privileges(spec, false).isEmpty();
    }

    private static String ioniceClass(PlanSpec.Ionice ionice) {
        return switch (ionice) {
            case REALTIME -> "1";
            case BEST_EFFORT -> "2";
            case IDLE -> "3";
        };
    }
}
