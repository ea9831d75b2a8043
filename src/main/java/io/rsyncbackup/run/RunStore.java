package io.rsyncbackup.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Changes rows of {@code run}. Every transition is one guarded statement that says whether it happened. */
@Repository
class RunStore {
    private final JdbcClient jdbc;

    RunStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the plan has an active run. */
    boolean insert(String id, RunRequest request, Instant now) {
        return jdbc.sql("""
                        insert into run (id, plan, plan_version, state, triggered_by, requested_by, steps, dry_run, note, options,
                            specification, destination_key, node_label, rerun_interrupted, rerun_of, queued_at, details, warnings)
                        values (:id, :plan, :planVersion, 'queued', :trigger, :requestedBy, :steps, :dryRun, :note, :options,
                            :specification, :destinationKey, :nodeLabel, :rerunInterrupted, :rerunOf, :now, '{}', '[]')
                        on conflict do nothing""")
                        .param("id", id)
                        .param("plan", request.plan())
                        .param("planVersion", request.planVersion())
                        .param("trigger", request.trigger().text())
                        .param("requestedBy", request.requestedBy())
                        .param(
                                "steps",
                                request.steps().stream().map(StepName::text).collect(Collectors.joining(" ")))
                        .param("dryRun", request.dryRun() ? 1 : 0)
                        .param("note", request.note())
                        .param("options", Documents.write(request.options()))
                        .param("specification", request.specification())
                        .param("destinationKey", request.destinationKey())
                        .param("nodeLabel", request.nodeLabel())
                        .param("rerunInterrupted", request.rerunInterrupted() ? 1 : 0)
                        .param("rerunOf", request.rerunOf())
                        .param("now", now.toEpochMilli())
                        .update()
                == 1;
    }

    /**
     * False when it is not queued any more or its destination is busy. On PostgreSQL a second server that claims a run of the
     * same destination at the same moment gets a DuplicateKeyException from {@code run_one_writer}.
     */
    boolean claim(String id, String node, Instant now) {
        return jdbc.sql("""
                        update run set state = 'running', node = :node, started_at = :now, waiting_for = null
                        where id = :id and state = 'queued' and not exists (
                            select 1 from run other
                            where other.destination_key = run.destination_key and other.state = 'running')""")
                        .param("id", id)
                        .param("node", node)
                        .param("now", now.toEpochMilli())
                        .update()
                == 1;
    }

    /** True while the run is running on this node; locks its row until the transaction ends. */
    boolean holds(String id, String node) {
        return jdbc.sql("update run set node = node where id = :id and state = 'running' and node = :node")
                        .param("id", id)
                        .param("node", node)
                        .update()
                == 1;
    }

    void remember(String id, Map<String, Object> details, List<String> warnings) {
        jdbc.sql("update run set details = :details, warnings = :warnings where id = :id")
                .param("id", id)
                .param("details", Documents.write(details))
                .param("warnings", Documents.write(warnings))
                .update();
    }

    /** False when the run is not running on this node any more. */
    boolean end(String id, String node, RunOutcome outcome, Instant now, @Nullable Duration duration) {
        return jdbc.sql("""
                        update run set state = :state, reason = :reason, message = :message, ended_at = :now,
                            duration_nanos = :duration, progress = null, waiting_for = null
                        where id = :id and state = 'running' and node = :node""")
                        .param("id", id)
                        .param("node", node)
                        .param("state", outcome.state().text())
                        .param("reason", text(outcome.reason()))
                        .param("message", outcome.message())
                        .param("now", now.toEpochMilli())
                        .param("duration", duration == null ? null : duration.toNanos())
                        .update()
                == 1;
    }

    /** False when the run is not queued. */
    boolean cancelQueued(String id, String by, Instant now, RunOutcome outcome) {
        return jdbc.sql("""
                        update run set state = :state, reason = :reason, message = :message, ended_at = :now,
                            cancel_requested_at = :now, cancelled_by = :by, waiting_for = null
                        where id = :id and state = 'queued'""")
                        .param("id", id)
                        .param("by", by)
                        .param("now", now.toEpochMilli())
                        .param("state", outcome.state().text())
                        .param("reason", text(outcome.reason()))
                        .param("message", outcome.message())
                        .update()
                == 1;
    }

    /** False when the run is not running. The first who asks is remembered. */
    boolean requestCancel(String id, String by, Instant now) {
        return jdbc.sql("""
                        update run set cancel_requested_at = coalesce(cancel_requested_at, :now),
                            cancelled_by = coalesce(cancelled_by, :by)
                        where id = :id and state = 'running'""")
                        .param("id", id)
                        .param("by", by)
                        .param("now", now.toEpochMilli())
                        .update()
                == 1;
    }

    void progress(String id, String node, String progress) {
        jdbc.sql("update run set progress = :progress where id = :id and state = 'running' and node = :node")
                .param("id", id)
                .param("node", node)
                .param("progress", progress)
                .update();
    }

    void waitingFor(String id, @Nullable String whom) {
        jdbc.sql("update run set waiting_for = :whom where id = :id and state = 'queued'")
                .param("id", id)
                .param("whom", whom)
                .update();
    }

    /** The same for one that has begun, and only then found its destination in use. */
    void waitingFor(Lease lease, @Nullable String whom) {
        jdbc.sql("update run set waiting_for = :whom where id = :id and state = 'running' and node = :node")
                .param("id", lease.run())
                .param("node", lease.node())
                .param("whom", whom)
                .update();
    }

    private static @Nullable String text(@Nullable RunReason reason) {
        return Optional.ofNullable(reason).map(RunReason::text).orElse(null);
    }
}
