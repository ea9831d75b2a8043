package io.rsyncbackup.rotation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Words for the tests of this room. */
final class Snapshots {
    static final ZoneId UTC = ZoneOffset.UTC;
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private Snapshots() {}

    static RotationCandidate complete(String takenAt) {
        return new RotationCandidate(takenAt, Instant.parse(takenAt), false, false, false);
    }

    static RotationCandidate partial(String takenAt) {
        return new RotationCandidate(takenAt, Instant.parse(takenAt), true, false, false);
    }

    static RotationCandidate pinned(String takenAt) {
        return new RotationCandidate(takenAt, Instant.parse(takenAt), false, true, false);
    }

    static RotationCandidate inUse(String takenAt) {
        return new RotationCandidate(takenAt, Instant.parse(takenAt), false, false, true);
    }

    static RotationCandidate complete(Instant takenAt) {
        return complete(takenAt.toString());
    }

    /** At noon of each day of November 2026. */
    static List<RotationCandidate> daily(int... days) {
        return Arrays.stream(days).mapToObj(day -> complete(noon(day))).toList();
    }

    static String noon(int dayOfNovember) {
        return "2026-11-%02dT12:00:00Z".formatted(dayOfNovember);
    }

    static RotationRules rules(Map<String, String> scheme) {
        return rules(scheme, Keep.OLDEST, Window.COUNT, UTC);
    }

    static RotationRules rules(Map<String, String> scheme, Keep keep, Window window, ZoneId zone) {
        return new RotationRules(RotationSchemes.parse(scheme), keep, window, zone);
    }

    /** Names, oldest first. */
    static List<String> kept(RotationDecisions decisions) {
        return decisions.decisions().stream()
                .filter(Decision::kept)
                .map(Decision::snapshot)
                .sorted()
                .toList();
    }

    static Decision decision(RotationDecisions decisions, String snapshot) {
        return decisions.decisions().stream()
                .filter(decision -> decision.snapshot().equals(snapshot))
                .findFirst()
                .orElseThrow();
    }
}
