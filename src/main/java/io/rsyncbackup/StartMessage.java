package io.rsyncbackup;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says at the start what this server will do. */
@Component
class StartMessage {
    private static final Logger LOG = LoggerFactory.getLogger(StartMessage.class);

    private final ServerConfiguration configuration;

    StartMessage(ServerConfiguration configuration) {
        this.configuration = configuration;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (configuration.plans().isEmpty()) {
            LOG.warn(
                    "no plan is configured, so nothing is backed up; bin/backup-server --sample-config prints a sample"
                            + " configuration (src/main/resources/sample/application.yaml): save it as {} and restart",
                    Path.of("application.yaml").toAbsolutePath());
        } else {
            LOG.info("plans: {}", String.join(", ", configuration.plans().keySet()));
        }
    }
}
