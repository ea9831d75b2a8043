package io.rsyncbackup.plan;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted or mounted file system that a destination lives on.
 *
 * @param crypto name in {@code /etc/crypttab}
 * @param mount mount point in {@code /etc/fstab}; absolute and normalized, the destination lies below it
 * @param trashTime how long an unmount waits for the space of removed snapshots to be freed; only heeded with a mount
 */
public record PlanDevice(@Nullable String crypto, @Nullable Path mount, Duration trashTime) {
    static final Duration TRASH_TIME = Duration.ofMinutes(1);

    /** The disk is there, or somebody else's concern. */
    public static final PlanDevice NONE = new PlanDevice(null, null, TRASH_TIME);
}
