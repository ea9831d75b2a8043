package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.List;

/** Decides which snapshots stay, and why. Pure. */
public final class Rotation {
    private Rotation() {}

    public static RotationDecisions decide(List<RotationCandidate> candidates, RotationRules rules, Instant now) {
        return new RotationDecisions(rules, now, List.of(), "", List.of());
    }
}
