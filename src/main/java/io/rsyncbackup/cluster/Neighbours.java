package io.rsyncbackup.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The other servers. Whether one lives is judged by whether its row still changes, over this server's own monotonic clock:
 * clocks of different hosts need not agree.
 */
final class Neighbours {
    static final Duration DEAD_AFTER = Duration.ofSeconds(16);

    private final Map<String, Sign> signs = new ConcurrentHashMap<>();
    private volatile long lookedAt = System.nanoTime();

    /**
     * The last sign of life, and when it was noticed here.
     *
     * @param heard whether another one came before it: a row alone may be years old
     */
    private record Sign(Member member, long seenAt, long noticed, boolean heard) {
        Sign next(Member now, long seen, long nanos) {
            return seen == seenAt ? new Sign(now, seenAt, noticed, heard) : new Sign(now, seen, nanos, true);
        }
    }

    void saw(Member member, long seenAt) {
        long now = System.nanoTime();
        signs.merge(
                member.id(), new Sign(member, seenAt, now, false), (known, unused) -> known.next(member, seenAt, now));
    }

    /**
     * Silence is what was looked for and not heard: it counts up to here.
     *
     * @param all the ids that have a row
     */
    void looked(Set<String> all, long nanos) {
        signs.keySet().retainAll(all);
        lookedAt = nanos;
    }

    /** After a time in which this server did not look: silence counts from now on. */
    void seeAnew() {
        long now = System.nanoTime();
        signs.replaceAll((id, sign) -> new Sign(sign.member(), sign.seenAt(), now, false));
    }

    Set<String> dead() {
        return those(this::dead).map(Member::id).collect(Collectors.toUnmodifiableSet());
    }

    /** Those that are not known to be dead. */
    List<Member> possible() {
        return those(sign -> !dead(sign)).toList();
    }

    /** Those that have shown that they live. */
    List<Member> living() {
        return those(sign -> sign.heard() && !dead(sign)).toList();
    }

    /** Also those that are gone for ever, until they are forgotten. */
    List<Member> all() {
        return those(sign -> true).toList();
    }

    private boolean dead(Sign sign) {
        return lookedAt - sign.noticed() >= DEAD_AFTER.toNanos();
    }

    private Stream<Member> those(Predicate<Sign> wanted) {
        return signs.values().stream().filter(wanted).map(Sign::member);
    }
}
