package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationIdentity;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.plan.PlanState;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
    static DestinationIdentity look(Destinations destinations, DestinationLayout layout, Set<String> known) {
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

    /** True where the first run will make the destination: nothing is there, and nothing says that a disk is missing. */
    static boolean firstUse(
            Destinations destinations, DestinationLayout layout, PlanSpec spec, BackupSettings settings) {
        return destinations.peek(layout).isEmpty()
                && spec.destinationId() == null
                && destinations.mayInitialise(layout, settings.dataDirectory())
                && absentOrEmpty(layout.parent());
    }

    private static boolean absentOrEmpty(Path directory) {
        if (!Files.exists(directory)) {
            return true;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}
