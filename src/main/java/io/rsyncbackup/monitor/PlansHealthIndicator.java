package io.rsyncbackup.monitor;

import io.rsyncbackup.status.PlanStatus;
import io.rsyncbackup.status.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Whether every plan is backed up. Its status {@code ATTENTION} is known to the group {@code backups} only, so that a
 * missing disk never makes the server itself look dead.
 */
@Component
class PlansHealthIndicator extends AbstractHealthIndicator {
    private static final String ATTENTION = "ATTENTION";

    private final Status status;

    PlansHealthIndicator(Status status) {
        super("the state of the plans cannot be read");
        this.status = status;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        boolean ok = true;
        Map<String, Object> plans = new LinkedHashMap<>();
        for (PlanStatus plan : status.all()) {
            ok &= plan.ok();
            plans.put(plan.plan(), plan.ok() ? "ok" : trouble(plan));
        }
        builder.status(ok ? "UP" : ATTENTION).withDetails(plans);
    }

    private static String trouble(PlanStatus plan) {
        String missing = plan.waitingFor();
        if (missing != null) {
            return "waiting for " + missing;
        }
        return plan.overdue() ? "overdue" : "failing";
    }
}
