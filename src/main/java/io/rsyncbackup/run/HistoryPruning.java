package io.rsyncbackup.run;

import io.rsyncbackup.cluster.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Forgets old runs, a few at a time, so that no run waits for the database meanwhile. */
@Component
class HistoryPruning implements RecurringTask {
    private static final int BATCH = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(HistoryPruning.class);

    private final RunSettings settings;
    private final RunHistory history;
    private final RunLogDirectory logs;
    private final Clock clock;

    HistoryPruning(RunSettings settings, RunHistory history, RunLogDirectory logs, Clock clock) {
        this.settings = settings;
        this.history = history;
        this.logs = logs;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "history-pruning";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public void execute() {
        long began = System.nanoTime();
        Instant before = clock.instant().minus(settings.historyKeep());
        for (String plan : history.plans()) {
            int forgotten = 0;
            List<String> runs = history.expired(plan, before, settings.historyKeepRuns(), BATCH);
            while (!runs.isEmpty()) {
                history.forget(runs);
                runs.forEach(logs::delete);
                forgotten += runs.size();
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    LOG.info("plan {}: forgot {} old runs, the others follow in an hour", plan, forgotten);
                    return;
                }
                runs = history.expired(plan, before, settings.historyKeepRuns(), BATCH);
            }
            if (forgotten > 0) {
                LOG.info("plan {}: forgot {} old runs", plan, forgotten);
            }
        }
    }
}
