package io.rsyncbackup.backup;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The hooks of the configuration. No part of a plan's specification on purpose: what comes over the API, or was frozen into a
 * run, can hold none.
 *
 * @param plans by name
 */
public record HookSettings(SortedMap<String, PlanHooks> plans) {
    /** Until a program ends, or is killed after 10 s, and what is between. */
    private static final Duration PROGRAMS = Duration.ofSeconds(20);

    private static final Duration BUSY_DISK = Duration.ofSeconds(30);
    /** What starts and stops this server, as systemd, waits little longer. */
    private static final Duration MOST = Duration.ofMinutes(2);

    public HookSettings {
        plans = Collections.unmodifiableSortedMap(new TreeMap<>(plans));
    }

    /** How long a run that is interrupted by a stop of the server may take to end, its hooks included. */
    public Duration endingWait() {
        Duration hooks = plans.values().stream()
                .map(PlanHooks::afterInterruption)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration all = PROGRAMS.plus(BUSY_DISK).plus(hooks);
        return all.compareTo(MOST) < 0 ? all : MOST;
    }

    Optional<PlanHooks> of(String plan) {
        return Optional.ofNullable(plans.get(plan));
    }
}
