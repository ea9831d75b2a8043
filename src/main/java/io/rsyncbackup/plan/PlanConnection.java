package io.rsyncbackup.plan;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the end of a plan that lies on another host is reached.
 *
 * @param ssh for an end that is reached by SSH, or for the tunnel; absent means what ssh takes by itself
 * @param passwordFile of an rsync daemon's user; absolute
 * @param tunnel through which an rsync daemon is reached
 */
public record PlanConnection(
        @Nullable SshSettings ssh, @Nullable Path passwordFile, Location.@Nullable Tunnel tunnel) {
    /** Nothing was said. */
    public static final PlanConnection NONE = new PlanConnection(null, null, null);
}
