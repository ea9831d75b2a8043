package io.rsyncbackup.backup;

import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.destination.DestinationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A destination's room, as the run's {@code capacity} document; empty where nobody can tell. */
final class CapacityDetails {
    private CapacityDetails() {}

    static Optional<Map<String, Object>> of(Place place, BackupTools tools) {
        try {
            Capacity capacity = place.destinations().capacity(place.layout());
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("sizeBytes", capacity.sizeBytes());
            details.put("freeBytes", capacity.freeBytes());
            if (capacity.freeInodes() >= 0) {
                details.put("freeInodes", capacity.freeInodes());
            }
            details.put("sampledAt", tools.clock().instant().toString());
            return Optional.of(details);
        } catch (DestinationException e) {
            return Optional.empty();
        }
    }
}
