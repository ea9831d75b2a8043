package io.rsyncbackup.plan;

import io.rsyncbackup.location.InvalidLocationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import java.nio.file.Path;

/** Reads paths on this host. */
final class PlanPaths {
    private PlanPaths() {}

    /**
     * Absolute and normalized.
     *
     * @throws IllegalArgumentException whose message continues the sentence that begins with the text
     */
    static Path read(String text) {
        try {
            if (Locations.parse(text.strip()) instanceof Location.Local local) {
                return local.path();
            }
        } catch (InvalidLocationException e) {
            throw new IllegalArgumentException("cannot be used: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("is on another host; write a path of this one, beginning with /");
    }
}
