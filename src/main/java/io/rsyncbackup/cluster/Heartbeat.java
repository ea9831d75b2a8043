package io.rsyncbackup.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows every four seconds that this server lives, and looks who else does. */
@Component
class Heartbeat extends Periodic implements Cluster {
    static final Duration INTERVAL = Duration.ofSeconds(4);
    static final Duration ISOLATED_AFTER = Duration.ofSeconds(10);

    private final Node self;
    private final ClusterSettings settings;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Neighbours neighbours = new Neighbours();
    private final Disagreements disagreements = new Disagreements();
    private volatile long renewedAt = System.nanoTime();
    private volatile long lookedAt = System.nanoTime();
    private long lastSeenAt;

    Heartbeat(Node self, ClusterSettings settings, JdbcClient jdbc, Clock clock) {
        super("heartbeat", INTERVAL, INTERVAL);
        this.self = self;
        this.settings = settings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Node self() {
        return self;
    }

    @Override
    public boolean shared() {
        return settings.shared();
    }

    /** Who was cut off or asleep knows of nobody; the others may have lived on. */
    @Override
    public Set<String> dead() {
        return System.nanoTime() - lookedAt >= ISOLATED_AFTER.toNanos() ? Set.of() : neighbours.dead();
    }

    @Override
    public Member member() {
        return new Member(self.id(), settings.labels(), settings.plans(), settings.url());
    }

    @Override
    public List<Member> others() {
        return neighbours.possible();
    }

    @Override
    public List<Member> everyOther() {
        return neighbours.all();
    }

    @Override
    public List<String> disagreements() {
        return disagreements.plans();
    }

    @Override
    public boolean isolated() {
        return shared() && System.nanoTime() - renewedAt >= ISOLATED_AFTER.toNanos();
    }

    /** Before the runs, after the database. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 10_000;
    }

    @Override
    public void start() {
        renew();
        introduce();
        super.start();
    }

    @Override
    protected void round() {
        renew();
    }

    /** Taken before the statement: an answer that comes late must not make the lease longer than others think. */
    private void renew() {
        long began = System.nanoTime();
        lastSeenAt = Math.max(clock.millis(), lastSeenAt + 1);
        jdbc.sql("""
                        insert into node (id, labels, seen_at) values (:id, '', :now)
                        on conflict (id) do update set seen_at = excluded.seen_at""").param("id", self.id()).param("now", lastSeenAt).update();
        renewedAt = began;
        if (shared()) {
            look();
        }
    }

    /** What does not change while this server runs. */
    private void introduce() {
        jdbc.sql("update node set labels = :labels, plans = :plans, url = :url where id = :id")
                .param("id", self.id())
                .param("labels", MemberText.labels(settings.labels()))
                .param("plans", MemberText.plans(settings.plans()))
                .param("url", MemberText.url(settings.url()))
                .update();
    }

    private void look() {
        long began = System.nanoTime();
        if (began - lookedAt >= ISOLATED_AFTER.toNanos()) {
            neighbours.seeAnew();
        }
        Set<String> all = new HashSet<>();
        jdbc.sql("select id, seen_at, labels, plans, url from node where id <> :self")
                .param("self", self.id())
                .query(row -> {
                    Member member = new Member(
                            row.getString("id"),
                            MemberText.labels(row.getString("labels")),
                            MemberText.plans(row.getString("plans")),
                            MemberText.url(row.getString("url")));
                    neighbours.saw(member, row.getLong("seen_at"));
                    all.add(member.id());
                });
        neighbours.looked(all, began);
        disagreements.look(member(), neighbours.living());
        lookedAt = began;
    }
}
