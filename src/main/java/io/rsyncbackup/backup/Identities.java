package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.PlanState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Which destinations a plan takes for its own. */
final class Identities {
    private Identities() {}

    /** The one that the plan names, else those it has met. */
    static Set<String> known(PlanSpec spec, PlanState state) {
        String required = spec.destinationId();
        return required == null ? state.destinationIds() : Set.of(required);
    }

    /** Only looks; throws when what is there is not the plan's own. */
    static DestinationIdentity look(Place place, Set<String> known) {
        Destinations destinations = place.destinations();
        DestinationLayout layout = place.layout();
        DestinationIdentity found = destinations.peek(layout).orElse(null);
        if (found == null || !known.contains(found.id())) {
            throw new DestinationException(
                    DestinationException.Reason.NOT_RECOGNISED,
                    (found == null
                                    ? layout.parent() + " is not a destination of this plan yet"
                                    : layout.parent() + " is destination " + found.id()
                                            + ", which this plan does not know")
                            + "; make a run that is no dry run, or accept it with POST /api/v1/plans/{plan}/adopt");
        }
        // its path too must be what a run would accept
        return destinations.recognise(layout, known, false, null);
    }

    /**
     * True where the first run will make the destination: nothing is there, and nothing says that a disk is missing.
     *
     * @param mounted what the plan names as its mount is mounted
     */
    static boolean firstUse(Place place, PlanSpec spec, BackupSettings settings, boolean mounted) {
        DestinationLayout layout = place.layout();
        return spec.destinationId() == null
                && (mounted || mayInitialise(place, spec, settings))
                && place.destinations().peek(layout).isEmpty()
                && absentOrEmpty(place);
    }

    /** A destination below this server's data directory is its own affair; on another host there is none. */
    static boolean mayInitialise(Place place, PlanSpec spec, BackupSettings settings) {
        return place.destinations()
                .mayInitialise(
                        place.layout(), spec.destination() instanceof Location.Local ? settings.dataDirectory() : null);
    }

    private static boolean absentOrEmpty(Place place) {
        Path parent = place.layout().parent();
        try {
            return place.storage().follow(parent).isEmpty()
                    || place.storage().read(parent).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
