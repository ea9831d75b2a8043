package io.rsyncbackup.backup;

import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.plan.EndedRun;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.PlanStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The states of plans, in memory. */
final class RememberedStates implements PlanStates {
    private final Map<String, Set<String>> known = new HashMap<>();
    final List<EndedRun> ended = new ArrayList<>();

    @Override
    public PlanState get(String plan) {
        Set<String> ids = Set.copyOf(known.getOrDefault(plan, Set.of()));
        return new PlanState(plan, false, ids, null, null, null, null, 0, null, null, null, null, null);
    }

    @Override
    public void pause(String plan, boolean paused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void knowDestination(String plan, String destinationId) {
        known.computeIfAbsent(plan, name -> new HashSet<>()).add(destinationId);
    }

    @Override
    public void runEnded(String plan, EndedRun run) {
        ended.add(run);
    }

    @Override
    public void destinationSeen(String plan, Capacity capacity, long trashPending, Instant at) {}

    @Override
    public void destinationMissing(String plan) {}
}
