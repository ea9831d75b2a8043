package io.rsyncbackup.plan;

import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.rotation.RotationRules;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says, validated.
 *
 * @param source absent for a plan whose latest others fill
 * @param connection how the end on another host is reached
 * @param device the disk below a local destination
 * @param snapshotMethod absent for {@code auto}
 * @param bandwidthLimit bytes per second
 * @param maxDelete share, as {@code 0.2}
 * @param rotation scheme, keep, window and the plan's zone
 * @param schedule absent for a plan whose runs begin on demand only
 * @param expectedInterval as it was said; see {@link #interval}
 * @param nodeLabel of the servers that can run it; absent: any
 * @param channels names of those that are told of this plan, besides the ones for all plans
 * @param ionice class as rsync's wrapper takes it: {@code idle best-effort realtime}
 */
public record PlanSpec(
        @Nullable Location source,
        Location destination,
        @Nullable String destinationId,
        PlanConnection connection,
        PlanDevice device,
        List<String> exclude,
        List<String> excludedRoots,
        boolean multiFs,
        boolean sudo,
        @Nullable Ionice ionice,
        @Nullable Long bandwidthLimit,
        @Nullable Double maxDelete,
        @Nullable Duration ioTimeout,
        @Nullable Duration maxDuration,
        @Nullable SnapshotMethod snapshotMethod,
        RotationRules rotation,
        @Nullable PlanSchedule schedule,
        @Nullable Duration expectedInterval,
        int retryAttempts,
        Duration retryPause,
        boolean rerunInterrupted,
        @Nullable String nodeLabel,
        List<String> channels) {
    public PlanSpec {
        channels = List.copyOf(channels);
    }

    /** Of slots, of the schedule and of snapshot names without Z. */
    public ZoneId zone() {
        return rotation.zone();
    }

    /** How often a backup is expected to succeed; absent when nothing is expected. */
    public @Nullable Duration interval() {
        if (expectedInterval != null || schedule == null) {
            return expectedInterval;
        }
        return schedule.longestGap(zone());
    }

    /** I/O scheduling classes. */
    public enum Ionice {
        IDLE,
        BEST_EFFORT,
        REALTIME
    }
}
