package io.rsyncbackup.plan;

import io.rsyncbackup.destination.Capacity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class StoredPlanStates implements PlanStates {
    private final JdbcClient jdbc;

    StoredPlanStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public PlanState get(String plan) {
        Set<String> destinations = jdbc.sql("select destination_id from plan_destination where plan = :plan")
                .param("plan", plan)
                .query(String.class)
                .set();
        return jdbc.sql("select * from plan_state where plan = :plan")
                .param("plan", plan)
                .query((row, number) -> state(row, destinations))
                .optional()
                .orElseGet(() -> PlanState.never(plan));
    }

    @Override
    public void knowDestination(String plan, String destinationId) {
        jdbc.sql("insert into plan_destination (plan, destination_id)"
                        + " select plan, :destination from plan_state where plan = :plan on conflict do nothing")
                .param("plan", plan)
                .param("destination", destinationId)
                .update();
    }

    @Override
    public void pause(String plan, boolean paused) {
        jdbc.sql("update plan_state set paused = :paused where plan = :plan")
                .param("paused", paused ? 1 : 0)
                .param("plan", plan)
                .update();
    }

    @Override
    public void runEnded(String plan, EndedRun run) {
        if (run.dryRun()) {
            return;
        }
        boolean succeeded = run.saving() && run.outcome().equals("succeeded");
        boolean failed =
                run.saving() && (run.outcome().equals("failed") || run.outcome().equals("interrupted"));
        FileCounts files = run.files();
        jdbc.sql("""
                update plan_state set
                  last_run_id = :run, last_run_at = :endedAt, last_outcome = :outcome,
                  last_success_at = coalesce(:successAt, last_success_at),
                  consecutive_failures = case when :succeeded = 1 then 0 else consecutive_failures + :failed end,
                  last_transfer_start = coalesce(:transferStart, last_transfer_start),
                  last_exit_code = coalesce(:exitCode, last_exit_code),
                  files_created = coalesce(:created, files_created),
                  files_deleted = coalesce(:deleted, files_deleted),
                  files_transferred = coalesce(:transferred, files_transferred)
                where plan = :plan""")
                .param("run", run.id())
                .param("endedAt", run.endedAt().toEpochMilli())
                .param("outcome", run.outcome())
                .param("successAt", succeeded ? run.endedAt().toEpochMilli() : null, java.sql.Types.BIGINT)
                .param("succeeded", succeeded ? 1 : 0)
                .param("failed", failed ? 1 : 0)
                .param("transferStart", milliseconds(run.transferStart()), java.sql.Types.BIGINT)
                .param("exitCode", run.exitCode(), java.sql.Types.INTEGER)
                .param("created", files == null ? null : files.created(), java.sql.Types.BIGINT)
                .param("deleted", files == null ? null : files.deleted(), java.sql.Types.BIGINT)
                .param("transferred", files == null ? null : files.transferred(), java.sql.Types.BIGINT)
                .param("plan", plan)
                .update();
    }

    @Override
    public void destinationSeen(String plan, @Nullable Capacity capacity, long trashPending, Instant at) {
        jdbc.sql("""
                update plan_state set destination_up = 1, destination_size = coalesce(:size, destination_size),
                  destination_free = coalesce(:free, destination_free),
                  destination_free_inodes = coalesce(:inodes, destination_free_inodes), trash_pending = :trash, sampled_at = :at
                where plan = :plan""")
                .param("size", capacity == null ? null : capacity.sizeBytes(), java.sql.Types.BIGINT)
                .param("free", capacity == null ? null : capacity.freeBytes(), java.sql.Types.BIGINT)
                .param("inodes", capacity == null ? null : capacity.freeInodes(), java.sql.Types.BIGINT)
                .param("trash", trashPending)
                .param("at", at.toEpochMilli())
                .param("plan", plan)
                .update();
    }

    @Override
    public void destinationMissing(String plan) {
        jdbc.sql("update plan_state set destination_up = 0 where plan = :plan")
                .param("plan", plan)
                .update();
    }

    private static PlanState state(ResultSet row, Set<String> destinations) throws SQLException {
        Long exitCode = number(row, "last_exit_code");
        return new PlanState(
                row.getString("plan"),
                row.getInt("paused") != 0,
                Set.copyOf(destinations),
                moment(row, "last_success_at"),
                row.getString("last_run_id"),
                moment(row, "last_run_at"),
                row.getString("last_outcome"),
                row.getInt("consecutive_failures"),
                moment(row, "last_transfer_start"),
                exitCode == null ? null : exitCode.intValue(),
                moment(row, "first_seen_at"),
                files(row),
                destination(row));
    }

    private static @Nullable FileCounts files(ResultSet row) throws SQLException {
        return number(row, "files_created") == null
                ? null
                : new FileCounts(
                        row.getLong("files_created"), row.getLong("files_deleted"), row.getLong("files_transferred"));
    }

    private static @Nullable DestinationSample destination(ResultSet row) throws SQLException {
        Long up = number(row, "destination_up");
        if (up == null) {
            return null;
        }
        Long inodes = number(row, "destination_free_inodes");
        return new DestinationSample(
                up != 0,
                number(row, "destination_size"),
                number(row, "destination_free"),
                inodes == null || inodes < 0 ? null : inodes,
                number(row, "trash_pending"),
                moment(row, "sampled_at"));
    }

    private static @Nullable Long milliseconds(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        Long value = number(row, column);
        return value == null ? null : Instant.ofEpochMilli(value);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
