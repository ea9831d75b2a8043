package io.rsyncbackup.run;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of {@code run_event}, numbered from 1 in each run. */
@Repository
class EventStore {
    private final JdbcClient jdbc;

    EventStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The caller's transaction holds the row of the run, so that no number is given twice. */
    RunEvent add(String run, RunEvent.Type type, String data, Instant now) {
        long id = last(run) + 1;
        jdbc.sql("insert into run_event (run, id, at, type, data) values (:run, :id, :now, :type, :data)")
                .param("run", run)
                .param("id", id)
                .param("now", now.toEpochMilli())
                .param("type", type.name().toLowerCase(java.util.Locale.ROOT))
                .param("data", data)
                .update();
        return new RunEvent(id, run, type, data);
    }

    /** The id of the newest event; 0 when there is none. */
    long last(String run) {
        return jdbc.sql("select coalesce(max(id), 0) from run_event where run = :run")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    List<RunEvent> after(String run, long lastEventId) {
        return jdbc.sql("select id, type, data from run_event where run = :run and id > :id order by id")
                .param("run", run)
                .param("id", lastEventId)
                .query((row, number) -> new RunEvent(
                        row.getLong("id"),
                        run,
                        Columns.constant(RunEvent.Type.class, row.getString("type")),
                        row.getString("data")))
                .list();
    }
}
