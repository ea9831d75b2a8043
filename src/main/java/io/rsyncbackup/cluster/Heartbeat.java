package io.rsyncbackup.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows every four seconds that this server lives, and looks who else does. */
@Component
class Heartbeat extends Periodic implements Cluster {
    static final Duration INTERVAL = Duration.ofSeconds(4);
    static final Duration ISOLATED_AFTER = Duration.ofSeconds(10);
    /** Its plans count as configured elsewhere until then. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    private final Node self;
    private final ClusterSettings settings;
    private final NodeTable nodes;
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
        this.nodes = new NodeTable(jdbc);
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
        renew(false);
        super.start();
    }

    @Override
    protected void round() {
        renew(true);
    }

    /** Taken before the statement: an answer that comes late must not make the lease longer than others think. */
    private void renew(boolean introduced) {
        long began = System.nanoTime();
        lastSeenAt = Math.max(clock.millis(), lastSeenAt + 1);
        if (!introduced || !nodes.renew(self.id(), lastSeenAt)) {
            nodes.introduce(member(), lastSeenAt);
        }
        renewedAt = began;
        if (shared()) {
            look();
        }
    }

    private void look() {
        long began = System.nanoTime();
        if (began - lookedAt >= ISOLATED_AFTER.toNanos()) {
            neighbours.seeAnew();
        }
        List<NodeTable.Row> others = nodes.others(self.id());
        others.forEach(row -> neighbours.saw(row.member(), row.seenAt()));
        neighbours.looked(others.stream().map(row -> row.member().id()).collect(Collectors.toSet()), began);
        nodes.forget(neighbours.dead(), clock.millis() - FORGOTTEN_AFTER.toMillis());
        disagreements.look(member(), neighbours.living());
        lookedAt = began;
    }
}
