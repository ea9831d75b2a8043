package io.rsyncbackup.backup;

import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A last look at a destination. */
final class Leaving {
    private Leaving() {}

    /** Throws DestinationException when its snapshots cannot be read. */
    static RunFindings.Destination look(DestinationLayout layout, ZoneId zone, BackupTools tools) {
        return new RunFindings.Destination(
                tools.snapshots().list(layout, zone),
                capacity(layout, tools),
                tools.trash().pending(layout),
                tools.clock().instant());
    }

    private static @Nullable Capacity capacity(DestinationLayout layout, BackupTools tools) {
        try {
            return tools.destinations().capacity(layout);
        } catch (DestinationException e) {
            return null;
        }
    }
}
