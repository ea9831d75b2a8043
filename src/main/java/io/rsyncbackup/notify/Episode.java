package io.rsyncbackup.notify;

import io.rsyncbackup.run.RunState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is not well with a plan, as its channels were told. Pure: each change returns the next one.
 *
 * @param trouble what began and has not ended
 * @param skipped runs in a row that were skipped
 */
record Episode(Set<Occasion> trouble, int skipped) {
    static final Episode NONE = new Episode(Set.of(), 0);

    Episode {
        trouble = Collections.unmodifiableSet(
                trouble.isEmpty() ? EnumSet.noneOf(Occasion.class) : EnumSet.copyOf(trouble));
    }

    /**
     * Something to tell.
     *
     * @param ended of a recovery: what is over
     */
    record News(Occasion occasion, Set<Occasion> ended) {
        static News of(Occasion occasion) {
            return new News(occasion, Set.of());
        }

        /** Who was not told of the trouble need not be told of its end. */
        boolean concerns(Set<Occasion> events) {
            return events.contains(occasion) && (occasion != Occasion.RECOVERED || knewOf(events));
        }

        private boolean knewOf(Set<Occasion> events) {
            return events.equals(Set.of(Occasion.RECOVERED)) || ended.stream().anyMatch(events::contains);
        }
    }

    /** The next episode, and what to tell. */
    record Turn(Episode next, List<News> news) {}

    /**
     * A run has ended.
     *
     * @param saving whether it was to save the source: only such a success ends trouble
     * @param tooOften how many skipped runs in a row are told
     */
    Turn ended(RunState state, boolean saving, int tooOften) {
        return switch (state) {
            case FAILED, INTERRUPTED -> told(Occasion.FAILED);
            case PARTIAL -> told(Occasion.PARTIAL);
            case SUCCEEDED -> saving ? over() : new Turn(this, List.of());
            case SKIPPED -> skippedOnce(tooOften);
            case CANCELLED -> new Turn(this, List.of());
            case QUEUED, RUNNING -> throw new IllegalArgumentException("not an end: " + state);
        };
    }

    /** Somebody looked at the clock. */
    Turn looked(boolean overdue) {
        boolean known = trouble.contains(Occasion.OVERDUE);
        if (overdue == known) {
            return new Turn(this, List.of());
        }
        if (overdue) {
            return new Turn(with(Occasion.OVERDUE, skipped), List.of(News.of(Occasion.OVERDUE)));
        }
        EnumSet<Occasion> rest = EnumSet.copyOf(trouble);
        rest.remove(Occasion.OVERDUE);
        return new Turn(
                new Episode(rest, skipped),
                rest.isEmpty() ? List.of(new News(Occasion.RECOVERED, Set.of(Occasion.OVERDUE))) : List.of());
    }

    private Turn told(Occasion occasion) {
        return new Turn(with(occasion, 0), List.of(News.of(occasion)));
    }

    private Turn over() {
        return new Turn(NONE, trouble.isEmpty() ? List.of() : List.of(new News(Occasion.RECOVERED, trouble)));
    }

    /** Once, when the number is reached or was lowered below the count; runs that end otherwise begin a new count. */
    private Turn skippedOnce(int tooOften) {
        int now = skipped + 1;
        boolean lowered = now > tooOften && !trouble.contains(Occasion.SKIPPED_TOO_OFTEN);
        return now == tooOften || lowered
                ? new Turn(with(Occasion.SKIPPED_TOO_OFTEN, now), List.of(News.of(Occasion.SKIPPED_TOO_OFTEN)))
                : new Turn(new Episode(trouble, now), List.of());
    }

    private Episode with(Occasion occasion, int skippedNow) {
        EnumSet<Occasion> more = trouble.isEmpty() ? EnumSet.noneOf(Occasion.class) : EnumSet.copyOf(trouble);
        more.add(occasion);
        return new Episode(more, skippedNow);
    }
}
