package io.rsyncbackup.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Reads a row of {@code run}; its steps lie in rows of their own. */
final class RunRows {
    private RunRows() {}

    static Run read(ResultSet row) throws SQLException {
        String id = row.getString("id");
        String progress = row.getString("progress");
        int position = row.getInt("queue_position");
        Integer queuePosition = row.wasNull() ? null : position;
        return new Run(
                id,
                request(row),
                Columns.constant(RunState.class, row.getString("state")),
                Columns.constantOrNull(RunReason.class, row.getString("reason")),
                row.getString("node"),
                Instant.ofEpochMilli(row.getLong("queued_at")),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "ended_at"),
                Columns.nanos(row, "duration_nanos"),
                row.getString("message"),
                progress == null ? null : Documents.readProgress(progress),
                List.of(),
                Documents.read(row.getString("details")),
                Documents.readList(row.getString("warnings")),
                queuePosition,
                row.getString("waiting_for"),
                Columns.instant(row, "cancel_requested_at"),
                row.getString("cancelled_by"));
    }

    private static RunRequest request(ResultSet row) throws SQLException {
        return new RunRequest(
                row.getString("plan"),
                row.getLong("plan_version"),
                Columns.constant(Trigger.class, row.getString("triggered_by")),
                row.getString("requested_by"),
                Arrays.stream(row.getString("steps").split(" ", -1))
                        .filter(step -> !step.isEmpty())
                        .map(step -> Columns.constant(StepName.class, step))
                        .toList(),
                row.getInt("dry_run") != 0,
                row.getString("note"),
                Documents.readTexts(row.getString("options")),
                row.getString("specification"),
                row.getString("destination_key"),
                row.getString("node_label"),
                row.getInt("rerun_interrupted") != 0,
                row.getString("rerun_of"));
    }
}
