package io.rsyncbackup.cluster;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The servers, as they say of themselves; times are epoch milliseconds of the clock of the server that says so. */
final class NodeTable {
    private final JdbcClient jdbc;

    NodeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Another server. */
    record Row(Member member, long seenAt) {}

    /** False when there is no row. */
    boolean renew(String id, long now) {
        return jdbc.sql("update node set seen_at = :now where id = :id")
                        .param("id", id)
                        .param("now", now)
                        .update()
                == 1;
    }

    void introduce(Member self, long now) {
        jdbc.sql("""
                        insert into node (id, labels, plans, url, seen_at) values (:id, :labels, :plans, :url, :now)
                        on conflict (id) do update set labels = excluded.labels, plans = excluded.plans,
                            url = excluded.url, seen_at = excluded.seen_at""")
                .param("id", self.id())
                .param("labels", MemberText.labels(self.labels()))
                .param("plans", self.plans() == null ? null : MemberText.plans(self.plans()))
                .param("url", MemberText.url(self.url()))
                .param("now", now)
                .update();
    }

    List<Row> others(String self) {
        return jdbc.sql("select id, seen_at, labels, plans, url from node where id <> :self")
                .param("self", self)
                .query((row, number) -> new Row(
                        new Member(
                                row.getString("id"),
                                MemberText.labels(row.getString("labels")),
                                MemberText.plans(row.getString("plans")),
                                MemberText.url(row.getString("url"))),
                        row.getLong("seen_at")))
                .list();
    }

    /** Those whose last sign is older; but the runs of a dead one are found by its row. */
    void forget(Collection<String> dead, long before) {
        if (!dead.isEmpty()) {
            jdbc.sql("""
                            delete from node where id in (:dead) and seen_at < :before
                                and not exists (select 1 from run where run.node = node.id and state = 'running')""").param("dead", dead).param("before", before).update();
        }
    }
}
