package io.rsyncbackup.cluster;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Rows of {@code timed_task}, which the library's own client could write too, but not in the caller's transaction: one that
 * it finds taken would break that of PostgreSQL.
 */
@Repository
class StoredTimetable implements Timetable {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Timekeeper timekeeper;

    StoredTimetable(JdbcClient jdbc, Clock clock, Timekeeper timekeeper) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.timekeeper = timekeeper;
    }

    @Override
    public boolean put(String task, String id, Instant at, String data) {
        int changed = insert(task, id, at, data, """
                 on conflict (task_name, task_instance) do update set
                  execution_time = excluded.execution_time, task_data = excluded.task_data,
                  consecutive_failures = 0, version = timed_task.version + 1
                where timed_task.picked = :picked""");
        wake(at);
        return changed == 1;
    }

    @Override
    public void putIfAbsent(String task, String id, Instant at, String data) {
        insert(task, id, at, data, " on conflict do nothing");
        wake(at);
    }

    private int insert(String task, String id, Instant at, String data, String otherwise) {
        return jdbc.sql("insert into timed_task (task_name, task_instance, execution_time, task_data, picked, version)"
                        + " values (:task, :id, :at, :data, :picked, 1)" + otherwise)
                .param("task", task)
                .param("id", id)
                .param("at", at.toEpochMilli())
                .param("data", data.getBytes(StandardCharsets.UTF_8))
                .param("picked", false)
                .update();
    }

    @Override
    public void remove(String task, String id) {
        jdbc.sql("delete from timed_task where task_name = :task and task_instance = :id and picked = :picked")
                .param("task", task)
                .param("id", id)
                .param("picked", false)
                .update();
    }

    @Override
    public Optional<Due> find(String task, String id) {
        return jdbc.sql("select * from timed_task where task_name = :task and task_instance = :id")
                .param("task", task)
                .param("id", id)
                .query((row, number) -> due(row))
                .optional();
    }

    @Override
    public List<Due> all(String task) {
        return jdbc.sql("select * from timed_task where task_name = :task order by execution_time, task_instance")
                .param("task", task)
                .query((row, number) -> due(row))
                .list();
    }

    private static Due due(ResultSet row) throws SQLException {
        return DueText.read(
                row.getString("task_instance"),
                new String(row.getBytes("task_data"), StandardCharsets.UTF_8),
                Instant.ofEpochMilli(row.getLong("execution_time")));
    }

    private void wake(Instant at) {
        if (at.isAfter(clock.instant())) {
            return;
        }
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            timekeeper.wake();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                timekeeper.wake();
            }
        });
    }
}
