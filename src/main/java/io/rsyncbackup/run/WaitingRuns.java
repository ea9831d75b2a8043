package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Placement;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Knows whom a queued run must wait for, and lets the run say so. */
@Component
class WaitingRuns {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingRuns.class);

    private final RunReader reader;
    private final RunStore store;
    private final Placement placement;
    private final ObjectProvider<StepPlanner> planner;

    WaitingRuns(RunReader reader, RunStore store, Placement placement, ObjectProvider<StepPlanner> planner) {
        this.reader = reader;
        this.store = store;
        this.placement = placement;
        this.planner = planner;
    }

    /**
     * True when nothing but a slot is missing. A run that is for other servers is left to them, unless none of them is up.
     *
     * @param slotFree whether it could be claimed now: only then its destination is looked at
     */
    boolean ready(Run queued, boolean slotFree) {
        RunRequest request = queued.request();
        BooleanSupplier known = () -> planner.getObject().knows(request.plan());
        if (!placement.here(request.plan(), request.nodeLabel(), known)) {
            placement
                    .missing(request.plan(), request.nodeLabel(), known)
                    .filter(whom -> !whom.equals(queued.waitingFor()))
                    .ifPresent(whom -> store.waitingFor(queued.id(), whom));
            return false;
        }
        String whom = waitsFor(queued, slotFree);
        if (!Objects.equals(whom, queued.waitingFor())) {
            store.waitingFor(queued.id(), whom);
        }
        return whom == null;
    }

    private @Nullable String waitsFor(Run run, boolean slotFree) {
        Optional<String> writer = reader.writer(run.request().destinationKey())
                .map(other -> "run " + other.id() + " of plan "
                        + other.request().plan() + ", which writes to the same destination");
        if (writer.isPresent() || !slotFree) {
            return writer.orElse(null);
        }
        try {
            return planner.getObject().waitsFor(run).orElse(null);
        } catch (RuntimeException e) {
            // whatever it is, the run will meet it and say so
            LOG.warn("whether run {} must wait is unknown", run.id(), e);
            return null;
        }
    }
}
