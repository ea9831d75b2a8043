package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stays whatever the scheme says. */
final class AlwaysKept {
    /** A clock that is a little off makes no snapshot one of the future. */
    private static final long FUTURE_SECONDS = 60;

    private final @Nullable RotationCandidate newest;
    private final @Nullable RotationCandidate newestComplete;
    private final Instant now;

    AlwaysKept(List<RotationCandidate> newestFirst, Instant now) {
        this.now = now;
        List<RotationCandidate> past =
                newestFirst.stream().filter(candidate -> !future(candidate)).toList();
        this.newest = past.stream().findFirst().orElse(null);
        this.newestComplete = past.stream()
                .filter(candidate -> !candidate.partial())
                .findFirst()
                .orElse(null);
    }

    boolean future(RotationCandidate candidate) {
        return candidate.takenAt().minusSeconds(FUTURE_SECONDS).isAfter(now);
    }

    List<Reason> reasons(RotationCandidate candidate) {
        List<Reason> reasons = new ArrayList<>();
        if (candidate.equals(newestComplete)) {
            reasons.add(Reasons.always("newest-complete", "the newest complete snapshot"));
        }
        if (candidate.equals(newest)) {
            reasons.add(Reasons.always("newest", "the newest snapshot"));
        }
        if (candidate.pinned()) {
            reasons.add(Reasons.always("pinned", "pinned"));
        }
        if (candidate.inUse()) {
            reasons.add(Reasons.always("in-use", "in use"));
        }
        if (future(candidate)) {
            reasons.add(Reasons.always("future", "dated in the future"));
        }
        return List.copyOf(reasons);
    }
}
