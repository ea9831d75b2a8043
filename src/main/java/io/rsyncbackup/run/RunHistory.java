package io.rsyncbackup.run;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Forgets ended runs, with all that hangs on their rows. */
@Repository
class RunHistory {
    private final JdbcClient jdbc;

    RunHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<String> plans() {
        return jdbc.sql("select distinct plan from run").query(String.class).list();
    }

    /**
     * Some of the oldest runs that are too old and too many; never the plan's last run, nor the last that saved something.
     *
     * @param keepRuns how many of the newest stay in any case, at least 1
     */
    List<String> expired(String plan, Instant before, int keepRuns, int atMost) {
        return jdbc.sql("""
                        select id from run
                        where plan = :plan and queued_at < :before and state not in ('queued', 'running')
                            and queued_at < (select queued_at from run where plan = :plan
                                order by queued_at desc, id desc limit 1 offset :others)
                            and id not in (select id from (select id from run where plan = :plan and dry_run = 0
                                and state not in ('queued', 'running') order by queued_at desc, id desc limit 1) last_run)
                            and id not in (select id from (select id from run where plan = :plan and dry_run = 0
                                and state = 'succeeded' and steps like '%backup%'
                                order by queued_at desc, id desc limit 1) last_backup)
                            and id not in (select id from (select id from run where plan = :plan and dry_run = 0
                                and state = 'succeeded' and steps like '%snapshot%'
                                order by queued_at desc, id desc limit 1) last_snapshot)
                        order by queued_at, id limit :most""")
                .param("plan", plan)
                .param("before", before.toEpochMilli())
                .param("others", keepRuns - 1)
                .param("most", atMost)
                .query(String.class)
                .list();
    }

    /** One statement, hence one transaction: with steps, events and keys. */
    void forget(List<String> runs) {
        jdbc.sql("delete from run where id in (:runs)").param("runs", runs).update();
    }

    /** Those that are known and have ended. */
    List<String> ended(List<String> runs) {
        return jdbc.sql("select id from run where id in (:runs) and state not in ('queued', 'running')")
                .param("runs", runs)
                .query(String.class)
                .list();
    }

    List<String> known(List<String> runs) {
        return jdbc.sql("select id from run where id in (:runs)")
                .param("runs", runs)
                .query(String.class)
                .list();
    }
}
