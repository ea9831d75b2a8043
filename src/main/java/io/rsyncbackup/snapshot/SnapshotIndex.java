package io.rsyncbackup.snapshot;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What each plan's destination held when it was last read, so that answering needs no disk. The sidecars on the
 * destination are the truth.
 */
@Repository
public class SnapshotIndex {
    private static final String COLUMNS =
            "name, taken_at, path, partial, pinned, note, run, bytes_total, files_total, origin";

    private final JdbcClient jdbc;

    public SnapshotIndex(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All that the destination holds now; writes only what differs from what is known. Joins a running transaction. */
    @Transactional
    public void replace(String plan, List<Snapshot> snapshots, Instant asOf, boolean available) {
        Map<String, Snapshot> known = new HashMap<>();
        list(plan).forEach(snapshot -> known.put(snapshot.name(), snapshot));
        for (Snapshot snapshot : snapshots) {
            Snapshot before = known.remove(snapshot.name());
            if (before != null && !snapshot.equals(before)) {
                delete(plan, snapshot.name());
            }
            if (!snapshot.equals(before)) {
                insert(plan, snapshot);
            }
        }
        known.keySet().forEach(name -> delete(plan, name));
        jdbc.sql("""
                insert into snapshot_index_state (plan, as_of, available, version) values (:plan, :asOf, :available, 1)
                on conflict (plan) do update set as_of = excluded.as_of, available = excluded.available,
                    version = snapshot_index_state.version + 1""")
                .param("plan", plan)
                .param("asOf", asOf.toEpochMilli())
                .param("available", available ? 1 : 0)
                .update();
    }

    /** One snapshot that is new or has changed. */
    @Transactional
    public void put(String plan, Snapshot snapshot) {
        delete(plan, snapshot.name());
        insert(plan, snapshot);
        changed(plan);
    }

    @Transactional
    public void remove(String plan, String name) {
        delete(plan, name);
        changed(plan);
    }

    private void delete(String plan, String name) {
        jdbc.sql("delete from snapshot_index where plan = :plan and name = :name")
                .param("plan", plan)
                .param("name", name)
                .update();
    }

    private void changed(String plan) {
        jdbc.sql("""
                insert into snapshot_index_state (plan, as_of, available, version) values (:plan, null, 0, 1)
                on conflict (plan) do update set version = snapshot_index_state.version + 1""").param("plan", plan).update();
    }

    /** Says whether the destination could be read just now; what is known of its snapshots stays. */
    @Transactional
    public void markAvailable(String plan, boolean available) {
        jdbc.sql("""
                insert into snapshot_index_state (plan, as_of, available) values (:plan, null, :available)
                on conflict (plan) do update set available = excluded.available""").param("plan", plan).param("available", available ? 1 : 0).update();
    }

    /** Newest first. */
    public List<Snapshot> list(String plan) {
        return jdbc.sql("select " + COLUMNS
                        + " from snapshot_index where plan = :plan order by taken_at desc, name desc")
                .param("plan", plan)
                .query(SnapshotIndex::snapshot)
                .list();
    }

    /**
     * A part of that list.
     *
     * @param after the last one of the part before; empty for the first part
     */
    public List<Snapshot> list(String plan, int limit, Optional<SnapshotKey> after) {
        String behind = after.isEmpty() ? "" : " and (taken_at < :time or (taken_at = :time and name < :name))";
        JdbcClient.StatementSpec query = jdbc.sql("select " + COLUMNS + " from snapshot_index where plan = :plan"
                        + behind + " order by taken_at desc, name desc limit :limit")
                .param("plan", plan)
                .param("limit", limit);
        return after.map(
                        key -> query.param("time", key.takenAt().toEpochMilli()).param("name", key.name()))
                .orElse(query)
                .query(SnapshotIndex::snapshot)
                .list();
    }

    /** Grows with every change of what is known of a plan's snapshots. */
    public long version(String plan) {
        return jdbc.sql("select version from snapshot_index_state where plan = :plan")
                .param("plan", plan)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    public Optional<Snapshot> find(String plan, String name) {
        return jdbc.sql("select " + COLUMNS + " from snapshot_index where plan = :plan and name = :name")
                .param("plan", plan)
                .param("name", name)
                .query(SnapshotIndex::snapshot)
                .optional();
    }

    /** When the destination was last read; empty when it never was. */
    public Optional<Instant> asOf(String plan) {
        return moment("select as_of from snapshot_index_state where plan = :plan and as_of is not null", plan);
    }

    /** Could the destination be read when that was last tried? */
    public boolean available(String plan) {
        return jdbc.sql("select available from snapshot_index_state where plan = :plan")
                .param("plan", plan)
                .query(Long.class)
                .optional()
                .filter(available -> available != 0)
                .isPresent();
    }

    public Optional<Instant> newest(String plan) {
        return moment("select taken_at from snapshot_index where plan = :plan order by taken_at desc limit 1", plan);
    }

    public Optional<Instant> oldest(String plan) {
        return moment("select taken_at from snapshot_index where plan = :plan order by taken_at limit 1", plan);
    }

    public long count(String plan) {
        return jdbc.sql("select count(*) from snapshot_index where plan = :plan")
                .param("plan", plan)
                .query(Long.class)
                .single();
    }

    private Optional<Instant> moment(String sql, String plan) {
        return jdbc.sql(sql).param("plan", plan).query(Long.class).optional().map(Instant::ofEpochMilli);
    }

    private void insert(String plan, Snapshot snapshot) {
        jdbc.sql("insert into snapshot_index (plan, " + COLUMNS + ") values (:plan, :name, :takenAt, :path, :partial,"
                        + " :pinned, :note, :run, :bytesTotal, :filesTotal, :origin)")
                .param("plan", plan)
                .param("name", snapshot.name())
                .param("takenAt", snapshot.takenAt().toEpochMilli())
                .param("path", snapshot.path().toString())
                .param("partial", snapshot.partial() ? 1 : 0)
                .param("pinned", snapshot.pinned() ? 1 : 0)
                .param("note", snapshot.note())
                .param("run", snapshot.run())
                .param("bytesTotal", snapshot.bytesTotal())
                .param("filesTotal", snapshot.filesTotal())
                .param("origin", snapshot.origin().name())
                .update();
    }

    private static Snapshot snapshot(ResultSet row, int number) throws SQLException {
        return new Snapshot(
                row.getString("name"),
                Instant.ofEpochMilli(row.getLong("taken_at")),
                Path.of(row.getString("path")),
                row.getInt("partial") != 0,
                row.getInt("pinned") != 0,
                row.getString("note"),
                row.getString("run"),
                number(row, "bytes_total"),
                number(row, "files_total"),
                Snapshot.Origin.valueOf(row.getString("origin")));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
