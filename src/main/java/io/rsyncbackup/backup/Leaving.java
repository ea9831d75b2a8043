package io.rsyncbackup.backup;

import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.destination.DestinationException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A last look at a destination. */
final class Leaving {
    private Leaving() {}

    /** Throws DestinationException when its snapshots cannot be read. */
    static RunFindings.Destination look(Place place, ZoneId zone, BackupTools tools) {
        return new RunFindings.Destination(
                place.snapshots().list(place.layout(), zone),
                capacity(place),
                place.trash().pending(place.layout()),
                tools.clock().instant());
    }

    private static @Nullable Capacity capacity(Place place) {
        try {
            return place.destinations().capacity(place.layout());
        } catch (DestinationException e) {
            return null;
        }
    }
}
