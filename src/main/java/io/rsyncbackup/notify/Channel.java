package io.rsyncbackup.notify;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A way to the outside world, by a name.
 *
 * @param allPlans also of plans that do not name it
 * @param timeout of one attempt
 * @param giveUpAfter how long a notification is tried
 * @param linkLocal whether link-local addresses may be called, which on rented machines give away credentials
 */
public record Channel(
        String name,
        Way way,
        Set<Occasion> events,
        boolean allPlans,
        Duration timeout,
        Duration giveUpAfter,
        boolean linkLocal) {
    static final Duration LONGEST_GIVE_UP = Duration.ofDays(7);

    public Channel {
        events =
                Collections.unmodifiableSet(events.isEmpty() ? EnumSet.noneOf(Occasion.class) : EnumSet.copyOf(events));
    }

    public String type() {
        return way.type();
    }

    /** Without secrets. */
    public String target() {
        return way.target();
    }
}
