package io.rsyncbackup.monitor;

import io.micrometer.core.instrument.MeterRegistry;
import io.rsyncbackup.log.LogMarks;
import io.rsyncbackup.plan.PlanListener;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.RunEvent;
import io.rsyncbackup.run.RunEvents;
import io.rsyncbackup.run.Runs;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Counts runs as they end, on a thread of its own: whoever tells of an end must not wait for the database. */
@Component
class RunObserver implements PlanListener, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(RunObserver.class);

    private final Runs runs;
    private final RunMeters meters;
    private final ExecutorService counting =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("meters").factory());
    private final AutoCloseable subscription;

    RunObserver(RunEvents events, Runs runs, Plans plans, MeterRegistry registry) {
        this.runs = runs;
        this.meters = new RunMeters(registry, plans);
        this.subscription = events.subscribeAll(this::hear);
    }

    @Override
    public void destroy() throws Exception {
        subscription.close();
        counting.close();
    }

    @Override
    public void planChanged(String plan) {
        meters.planChanged(plan);
    }

    private void hear(RunEvent event) {
        if (event.type() != RunEvent.Type.ENDED) {
            return;
        }
        try {
            counting.execute(LogMarks.carried(() -> count(event.run())));
        } catch (RejectedExecutionException e) {
            LOG.debug("run {} ended after the meters", event.run());
        }
    }

    private void count(String id) {
        try {
            runs.find(id).ifPresent(meters::ended);
        } catch (RuntimeException e) {
            LOG.warn("run {} is missing in the meters: {}", id, e.toString());
        }
    }
}
