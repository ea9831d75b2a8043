package io.rsyncbackup.rotation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Decides which snapshots stay, and why. Pure. */
public final class Rotation {
    private Rotation() {}

    /** Snapshots later than {@code now} and a minute are of the future: kept, and in nobody's way. */
    public static RotationDecisions decide(List<RotationCandidate> candidates, RotationRules rules, Instant now) {
        List<RotationCandidate> newestFirst =
                candidates.stream().sorted(RotationCandidate.NEWEST_FIRST).toList();
        AlwaysKept always = new AlwaysKept(newestFirst, now);
        List<LocalCandidate> past = newestFirst.stream()
                .filter(candidate -> !always.future(candidate))
                .map(candidate -> LocalCandidate.of(candidate, rules.zone()))
                .toList();
        List<SlotSelection> selections = rules.scheme().retentions().keySet().stream()
                .map(frequency -> SlotSelection.of(frequency, rules, past))
                .toList();
        List<Decision> decisions = Stream.concat(
                        newestFirst.stream().filter(always::future).map(candidate -> keep(candidate, always)),
                        past.stream().map(candidate -> decide(candidate, selections, always)))
                .toList();
        return new RotationDecisions(
                rules,
                now,
                decisions,
                RotationFingerprint.of(decisions),
                RotationWarnings.of(decisions, newestFirst.size() - past.size()));
    }

    private static Decision keep(RotationCandidate future, AlwaysKept always) {
        return new Decision(future.name(), future.takenAt(), true, always.reasons(future));
    }

    private static Decision decide(LocalCandidate local, List<SlotSelection> selections, AlwaysKept always) {
        RotationCandidate candidate = local.candidate();
        List<Reason> keep = new ArrayList<>();
        List<Reason> remove = new ArrayList<>();
        for (SlotSelection selection : selections) {
            SlotDecision slot = selection.slotOf(local);
            if (slot.keeps(candidate)) {
                keep.add(slot.reason());
            } else {
                remove.add(slot.othersReason());
            }
        }
        keep.addAll(always.reasons(candidate));
        boolean kept = !keep.isEmpty();
        return new Decision(candidate.name(), candidate.takenAt(), kept, List.copyOf(kept ? keep : remove));
    }
}
