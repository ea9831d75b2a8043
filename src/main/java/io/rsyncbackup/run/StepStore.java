package io.rsyncbackup.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of {@code run_step}, in the order they run. */
@Repository
class StepStore {
    private final JdbcClient jdbc;

    StepStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void plan(String run, List<StepName> steps) {
        for (int position = 0; position < steps.size(); position++) {
            jdbc.sql(
                            "insert into run_step (run, position, name, state, attempts) values (:run, :position, :name, 'queued', 0)")
                    .param("run", run)
                    .param("position", position)
                    .param("name", steps.get(position).text())
                    .update();
        }
    }

    /** @throws IllegalStateException when the step is not queued */
    void start(String run, int position, Instant now) {
        int changed = jdbc.sql("""
                        update run_step set state = 'running', started_at = :now, attempts = 1
                        where run = :run and position = :position and state = 'queued'""")
                .param("run", run)
                .param("position", position)
                .param("now", now.toEpochMilli())
                .update();
        require(changed, run, position, RunState.RUNNING);
    }

    /** @throws IllegalStateException when the step may not become that from where it is */
    void end(String run, int position, StepResult result, Instant now, Duration duration, int attempts) {
        int changed = jdbc.sql("""
                        update run_step set state = :state, reason = :reason, message = :message, ended_at = :now,
                            duration_nanos = :duration, attempts = :attempts, command = :command, exit_code = :exitCode
                        where run = :run and position = :position and state = 'running'""")
                .param("run", run)
                .param("position", position)
                .param("state", result.state().text())
                .param(
                        "reason",
                        result.reason() == null ? null : result.reason().text())
                .param("message", result.message())
                .param("now", now.toEpochMilli())
                .param("duration", duration.toNanos())
                .param("attempts", attempts)
                .param("command", result.command())
                .param("exitCode", result.exitCode())
                .update();
        require(changed, run, position, result.state());
    }

    /** @throws IllegalStateException when the step is not queued */
    void skip(String run, int position) {
        int changed = jdbc.sql(
                        "update run_step set state = 'skipped' where run = :run and position = :position and state = 'queued'")
                .param("run", run)
                .param("position", position)
                .update();
        require(changed, run, position, RunState.SKIPPED);
    }

    /** Ends what a server that died left open. */
    void abandon(String run, RunOutcome outcome, Instant now) {
        jdbc.sql("""
                        update run_step set state = :state, reason = :reason, message = :message, ended_at = :now
                        where run = :run and state = 'running'""")
                .param("run", run)
                .param("state", outcome.state().text())
                .param(
                        "reason",
                        outcome.reason() == null ? null : outcome.reason().text())
                .param("message", outcome.message())
                .param("now", now.toEpochMilli())
                .update();
        jdbc.sql("update run_step set state = 'skipped' where run = :run and state = 'queued'")
                .param("run", run)
                .update();
    }

    Map<String, List<RunStep>> of(Collection<String> runs) {
        Map<String, List<RunStep>> steps = new HashMap<>();
        if (!runs.isEmpty()) {
            jdbc.sql("select * from run_step where run in (:runs) order by run, position")
                    .param("runs", runs)
                    .query(row -> {
                        steps.computeIfAbsent(row.getString("run"), run -> new ArrayList<>())
                                .add(step(row));
                    });
        }
        return steps;
    }

    private static RunStep step(ResultSet row) throws SQLException {
        return new RunStep(
                Columns.constant(StepName.class, row.getString("name")),
                Columns.constant(RunState.class, row.getString("state")),
                Columns.constantOrNull(RunReason.class, row.getString("reason")),
                row.getString("message"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "ended_at"),
                Columns.nanos(row, "duration_nanos"),
                row.getInt("attempts"),
                row.getString("command"),
                integer(row, "exit_code"));
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static void require(int changed, String run, int position, RunState state) {
        if (changed != 1) {
            throw new IllegalStateException(
                    "step " + position + " of run " + run + " cannot become " + state.text() + " now");
        }
    }
}
