package io.rsyncbackup.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Shows every four seconds that this server lives. Whether another one does is judged by whether its row still changes, over
 * this server's own monotonic clock: clocks of different hosts need not agree.
 */
@Component
class Heartbeat extends Periodic implements Cluster {
    static final Duration INTERVAL = Duration.ofSeconds(4);
    static final Duration DEAD_AFTER = Duration.ofSeconds(16);
    static final Duration ISOLATED_AFTER = Duration.ofSeconds(10);

    private final Node self;
    private final ClusterSettings settings;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<String, Sign> signs = new ConcurrentHashMap<>();
    private volatile long renewedAt = System.nanoTime();
    private long lastSeenAt;

    Heartbeat(Node self, ClusterSettings settings, JdbcClient jdbc, Clock clock) {
        super("heartbeat", INTERVAL, INTERVAL);
        this.self = self;
        this.settings = settings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The last sign of life of another server, and when it was noticed here. */
    private record Sign(long seenAt, long noticed) {}

    @Override
    public Node self() {
        return self;
    }

    @Override
    public boolean shared() {
        return settings.shared();
    }

    @Override
    public Set<String> dead() {
        long now = System.nanoTime();
        return signs.entrySet().stream()
                .filter(sign -> now - sign.getValue().noticed() >= DEAD_AFTER.toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
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

    private void look() {
        jdbc.sql("select id, seen_at from node where id <> :self")
                .param("self", self.id())
                .query(row -> {
                    long seenAt = row.getLong("seen_at");
                    signs.compute(
                            row.getString("id"),
                            (id, known) -> known != null && known.seenAt() == seenAt
                                    ? known
                                    : new Sign(seenAt, System.nanoTime()));
                });
    }
}
