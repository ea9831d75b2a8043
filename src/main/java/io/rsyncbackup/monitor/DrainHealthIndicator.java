package io.rsyncbackup.monitor;

import io.rsyncbackup.run.Admission;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** {@code DRAINING} is known to the group {@code readiness} only: a drained server is well, but wants no new requests. */
@Component
class DrainHealthIndicator extends AbstractHealthIndicator {
    private final Admission admission;

    DrainHealthIndicator(Admission admission) {
        super("whether this server is drained is not known");
        this.admission = admission;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(admission.drained().isPresent() ? "DRAINING" : "UP").withDetail("running", admission.running());
    }
}
