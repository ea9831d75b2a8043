package io.rsyncbackup.monitor;

import io.rsyncbackup.status.Status;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether all servers on the database have the same plans in their configurations. A warning: nothing is down. */
@Component
class ConfigurationHealthIndicator extends AbstractHealthIndicator {
    private final Status status;

    ConfigurationHealthIndicator(Status status) {
        super("the plans of the servers cannot be compared");
        this.status = status;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> differing = status.differing();
        builder.up();
        if (!differing.isEmpty()) {
            builder.withDetail("plansThatDifferBetweenServers", differing);
        }
    }
}
