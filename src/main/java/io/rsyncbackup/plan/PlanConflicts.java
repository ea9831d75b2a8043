package io.rsyncbackup.plan;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Finds plans whose destinations are in each other's way. By name only: what links lead to is seen by their identity. */
public final class PlanConflicts {
    private PlanConflicts() {}

    /** @param prefix what stands before a plan's name, as in {@code backup.plans.} */
    public static List<Problem> find(String prefix, Map<String, PlanSpec> plans) {
        List<Problem> problems = new ArrayList<>();
        TreeMap<String, Path> parents = new TreeMap<>();
        plans.forEach((name, spec) -> {
            if (spec.destination() instanceof Location.Local local) {
                parents.put(name, Objects.requireNonNull(local.path().getParent()));
            }
        });
        parents.forEach((name, parent) -> parents.headMap(name).forEach((other, theirs) -> {
            String what = null;
            if (parent.equals(theirs)) {
                what = "keeps its snapshots in the same directory as that of plan " + other;
            } else if (parent.startsWith(theirs)) {
                what = "lies inside " + theirs + ", where plan " + other + " keeps its snapshots";
            } else if (theirs.startsWith(parent)) {
                what = "would keep its snapshots around the destination of plan " + other;
            }
            if (what != null) {
                problems.add(new Problem(
                        prefix + name + ".destination",
                        Objects.requireNonNull(plans.get(name)).destination().text(),
                        what + "; give each plan a directory of its own, as in /mnt/backups/" + name + "/latest"));
            }
        }));
        return problems;
    }
}
