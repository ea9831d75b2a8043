package io.rsyncbackup.plan;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the disk below a plan's destination. A name in crypttab without a mount is allowed, as something else may mount
 * what was unlocked; that the right disk is there is seen by the destination's identity.
 */
final class PlanDevices {
    /** What the kernel's device mapper and crypttab both take for one word; {@code control} is the mapper's own. */
    private static final Pattern CRYPTO = Pattern.compile("(?!control$)[A-Za-z0-9_][A-Za-z0-9_+.:=@-]{0,126}");

    private static final String NEEDS_LOCAL =
            "is about a disk of this host, but the destination is on another; remove it";

    private PlanDevices() {}

    static PlanDevice read(Fields fields, PlanProperties plan, @Nullable Location destination) {
        int before = fields.problems().size();
        String crypto = fields.read("crypto", plan.crypto(), PlanDevices::crypto);
        Path mount = fields.read("mount", plan.mount(), PlanDevices::mount);
        Duration trashTime = fields.read("trash-time", plan.trashTime(), PlanDevices::trashTime, PlanDevice.TRASH_TIME);
        if (fields.problems().size() > before) {
            return PlanDevice.NONE;
        }
        if (destination instanceof Location.Ssh || destination instanceof Location.Daemon) {
            fields.refuse("crypto", plan.crypto(), NEEDS_LOCAL);
            fields.refuse("mount", plan.mount(), NEEDS_LOCAL);
        } else if (destination instanceof Location.Local local && mount != null) {
            String mend = outside(local.path(), mount);
            if (mend != null) {
                fields.add("mount", plan.mount(), mend);
            }
        }
        if (mount == null) {
            fields.refuse(
                    "trash-time", plan.trashTime(), "only has an effect with mount; add that key or remove this one");
        }
        return new PlanDevice(crypto, mount, trashTime);
    }

    private static @Nullable String outside(Path latest, Path mount) {
        if (latest.equals(mount)) {
            return "is the destination itself, and snapshots are made beside that; write a destination below it, as in "
                    + mount.resolve("laptop/latest");
        }
        return latest.startsWith(mount)
                ? null
                : "is not above the destination " + latest
                        + "; write the mount point that it lies below, or a destination" + " as in "
                        + mount.resolve("laptop/latest");
    }

    private static String crypto(String text) {
        String name = text.strip();
        if (!CRYPTO.matcher(name).matches()) {
            throw new IllegalArgumentException("is not a name in crypttab; write the first word of the disk's line in"
                    + " /etc/crypttab, as in backups");
        }
        return name;
    }

    private static Path mount(String text) {
        Path mount = PlanPaths.read(text);
        if (mount.getNameCount() == 0) {
            throw new IllegalArgumentException(
                    "is the root file system, which is always mounted; write the mount point of the backup disk, as in /mnt/backups");
        }
        return mount;
    }

    private static Duration trashTime(String text) {
        Duration duration = DurationText.parse(text);
        if (duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("is longer than a day; write a shorter duration, as in 60s");
        }
        return duration;
    }
}
