package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides which snapshots stay, and why. Pure. */
public final class Rotation {
    private Rotation() {}

    /** Snapshots later than {@code now} and a minute are of the future: kept, and in nobody's way. */
    public static RotationDecisions decide(List<RotationCandidate> candidates, RotationRules rules, Instant now) {
        List<RotationCandidate> newestFirst =
                candidates.stream().sorted(RotationCandidate.NEWEST_FIRST).toList();
        List<RotationCandidate> past = newestFirst.stream()
                .filter(candidate -> !AlwaysKept.future(candidate, now))
                .toList();
        AlwaysKept always = new AlwaysKept(newestFirst, now);
        List<SlotSelection> selections = rules.scheme().retentions().keySet().stream()
                .map(frequency -> SlotSelection.of(frequency, rules, past))
                .toList();
        List<Decision> decisions = newestFirst.stream()
                .map(candidate -> decide(candidate, AlwaysKept.future(candidate, now) ? List.of() : selections, always))
                .toList();
        return new RotationDecisions(
                rules,
                now,
                decisions,
                RotationFingerprint.of(decisions),
                RotationWarnings.of(decisions, newestFirst.size() - past.size()));
    }

    private static Decision decide(RotationCandidate candidate, List<SlotSelection> selections, AlwaysKept always) {
        List<Reason> keep = new ArrayList<>();
        List<Reason> remove = new ArrayList<>();
        for (SlotSelection selection : selections) {
            HeldSlot held = selection.slotOf(candidate);
            if (held.standing() instanceof HeldSlot.Standing.Kept kept && candidate.equals(held.winner())) {
                keep.add(Reasons.kept(selection, held, kept));
            } else {
                remove.add(Reasons.removed(selection, held));
            }
        }
        keep.addAll(always.reasons(candidate));
        boolean kept = !keep.isEmpty();
        return new Decision(candidate.name(), candidate.takenAt(), kept, List.copyOf(kept ? keep : remove));
    }
}
