package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Placement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;

/** Rows of {@code run_follow_up}: runs that are queued as soon as the active run of their plan has ended. */
@Component
class FollowUps {
    private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);

    private final JdbcClient jdbc;
    private final RunRecorder recorder;
    private final Placement placement;
    private final ObjectProvider<StepPlanner> planner;
    private final TransactionTemplate transaction;

    FollowUps(
            JdbcClient jdbc,
            RunRecorder recorder,
            Placement placement,
            ObjectProvider<StepPlanner> planner,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.recorder = recorder;
        this.placement = placement;
        this.planner = planner;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Takes the place of an earlier one of the plan. */
    void remember(RunRequest request) {
        jdbc.sql("insert into run_follow_up (plan, request) values (:plan, :request)"
                        + " on conflict (plan) do update set request = excluded.request")
                .param("plan", request.plan())
                .param("request", Documents.write(request))
                .update();
    }

    /**
     * Queues those whose plan has no active run any more. Asked again and again, since a run may end between somebody's
     * being refused and what is remembered instead.
     */
    void queueDue() {
        List<String> due = jdbc.sql("select request from run_follow_up where not exists (select 1 from run"
                        + " where run.plan = run_follow_up.plan and run.state in ('queued', 'running'))")
                .query(String.class)
                .list();
        due.forEach(this::tryToQueue);
    }

    /** One that cannot be queued must not keep every other run of this server from being started. */
    private void tryToQueue(String text) {
        try {
            queue(text);
        } catch (JacksonException e) {
            LOG.error("a run that was asked for cannot be read and is forgotten: {}", text, e);
            jdbc.sql("delete from run_follow_up where request = :request")
                    .param("request", text)
                    .update();
        }
    }

    private void queue(String text) {
        RunRequest request = Documents.readRequest(text);
        boolean known = planner.getObject().knows(request.plan());
        if (!known && placement.elsewhere(request.plan())) {
            return; // left to a server that has the plan
        }
        transaction.executeWithoutResult(status -> {
            boolean mine = jdbc.sql("delete from run_follow_up where plan = :plan and request = :request")
                            .param("plan", request.plan())
                            .param("request", text)
                            .update()
                    == 1;
            if (mine && !known) {
                LOG.info("plan {} was deleted, and with it the run that was asked for", request.plan());
            } else if (mine
                    && (recorder.queue(request).isEmpty()
                            || !planner.getObject().hold(request.plan()))) {
                status.setRollbackOnly();
            } else if (mine) {
                LOG.info("plan {}: queued the run that was asked for while another was active", request.plan());
            }
        });
    }
}
