package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.log.LogMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Ends what was running when this server died, before the web server's first answer. */
@Component
class InterruptedRuns implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(InterruptedRuns.class);

    private final Cluster cluster;
    private final RunReader reader;
    private final RunEndings endings;
    private volatile List<Run> found = List.of();
    private volatile boolean started;

    InterruptedRuns(Cluster cluster, RunReader reader, RunEndings endings) {
        this.cluster = cluster;
        this.reader = reader;
        this.endings = endings;
    }

    List<Run> found() {
        return found;
    }

    /** After the heartbeat, before the web server. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 5_000;
    }

    @Override
    public void start() {
        String self = cluster.self().id();
        List<Run> interrupted = new ArrayList<>();
        // without other servers on the database, whatever is running in it was ours, even under a lost identity
        for (Run run : cluster.shared() ? reader.running(self) : reader.running()) {
            endings.abandon(new Lease(run.id(), Optional.ofNullable(run.node()).orElse(self)))
                    .ifPresent(interrupted::add);
        }
        interrupted.forEach(InterruptedRuns::say);
        found = List.copyOf(interrupted);
        started = true;
    }

    @SuppressWarnings("try") // held only to be closed
    private static void say(Run run) {
        try (LogMarks marks = LogMarks.run(run.id(), run.request().plan())) {
            LOG.warn("{}", run.message());
        }
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
