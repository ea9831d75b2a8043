package io.rsyncbackup.monitor;

import io.rsyncbackup.run.Admission;
import io.rsyncbackup.run.Closure;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Whether the data directory has room for runs. As with the plans its {@code ATTENTION} is known to the group {@code backups}
 * only: a restart makes no room.
 */
@Component
class DataDiskHealthIndicator extends AbstractHealthIndicator {
    private final Admission admission;

    DataDiskHealthIndicator(Admission admission) {
        super("whether the data directory has room is not known");
        this.admission = admission;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        boolean full =
                admission.closures().stream().anyMatch(closure -> closure.reason() == Closure.Reason.DATA_DISK_FULL);
        builder.status(full ? "ATTENTION" : "UP").withDetail("freeBytes", admission.freeBytes());
    }
}
