package io.rsyncbackup.web;

import io.rsyncbackup.run.Admission;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether this server is drained, and what still runs. */
@Schema(name = "Drain", description = "Whether this server is drained, and what still runs")
record DrainResource(
        @Schema(description = "Whether no new run begins on this server")
        boolean draining,

        @Nullable Instant since,

        @Schema(description = "Whose request it was") @Nullable
        String requestedBy,

        @Schema(description = "How many runs run on this server now; 0: it can be stopped")
        int running) {
    static DrainResource of(Admission admission) {
        Optional<Admission.Drain> drain = admission.drained();
        return new DrainResource(
                drain.isPresent(),
                drain.map(Admission.Drain::since).orElse(null),
                drain.map(Admission.Drain::by).orElse(null),
                admission.running());
    }
}
