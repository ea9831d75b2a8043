package io.rsyncbackup;

import io.rsyncbackup.plan.PlanFiles;
import java.nio.file.Path;
import java.util.List;
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

    /** One line for each file without which the runs of a plan fail, while those of others do not. */
    static List<String> missingFiles(ServerConfiguration configuration) {
        return configuration.plans().entrySet().stream()
                .flatMap(plan -> PlanFiles.problems("backup.plans." + plan.getKey() + ".", plan.getValue()).stream()
                        .map(problem -> problem.line() + "; until then every run of plan " + plan.getKey() + " fails"))
                .toList();
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (configuration.plans().isEmpty()) {
            LOG.warn(
                    "no plan is configured, so nothing is backed up; bin/backup-server --sample-config prints a sample"
                            + " configuration (src/main/resources/sample/application.yaml): save it as {} and restart",
                    Path.of("application.yaml").toAbsolutePath());
        } else {
            missingFiles(configuration).forEach(line -> LOG.warn("{}", line));
            LOG.info("plans: {}", String.join(", ", configuration.plans().keySet()));
        }
    }
}
