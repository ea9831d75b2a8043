package io.rsyncbackup.plan;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds plans whose destinations are in each other's way. By name only: what links and other names of a host lead to is
 * seen by their identity.
 */
public final class PlanConflicts {
    private PlanConflicts() {}

    /** @param prefix what stands before a plan's name, as in {@code backup.plans.} */
    public static List<Problem> find(String prefix, Map<String, PlanSpec> plans) {
        List<Problem> problems = new ArrayList<>();
        TreeMap<String, PlanPlace> places = new TreeMap<>();
        plans.forEach((name, spec) -> places.put(name, PlanPlace.of(spec)));
        places.forEach((name, place) -> places.headMap(name).forEach((other, theirs) -> {
            String what = place.host().equals(theirs.host()) ? conflict(place.parent(), theirs.parent(), other) : null;
            if (what != null) {
                Location destination = Objects.requireNonNull(plans.get(name)).destination();
                problems.add(new Problem(
                        prefix + name + ".destination",
                        destination.text(),
                        what + "; give each plan a directory of its own, as in " + own(destination, name)));
            }
        }));
        return problems;
    }

    private static @Nullable String conflict(Path parent, Path theirs, String other) {
        if (parent.equals(theirs)) {
            return "keeps its snapshots in the same directory as that of plan " + other;
        }
        if (parent.startsWith(theirs)) {
            return "lies inside " + theirs + ", where plan " + other + " keeps its snapshots";
        }
        return theirs.startsWith(parent) ? "would keep its snapshots around the destination of plan " + other : null;
    }

    private static String own(Location destination, String name) {
        String path = "/mnt/backups/" + name + "/latest";
        return switch (destination) {
            case Location.Local local -> path;
            case Location.Ssh ssh -> new Location.Ssh(ssh.user(), ssh.host(), path).text();
            case Location.Daemon daemon ->
                new Location.Daemon(
                                daemon.user(), daemon.host(), daemon.port(), daemon.module(), "/" + name + "/latest")
                        .text();
        };
    }
}
