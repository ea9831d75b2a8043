package io.rsyncbackup.rotation;

import io.rsyncbackup.rotation.HeldSlot.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One frequency's slots: who wins each, and which of them its retention keeps. */
final class SlotSelection {
    private final Frequency frequency;
    private final Retention retention;
    private final RotationRules rules;
    private final Map<Slot, SlotDecision> decisions;

    private SlotSelection(
            Frequency frequency, Retention retention, RotationRules rules, Collection<LocalCandidate> past) {
        this.frequency = frequency;
        this.retention = retention;
        this.rules = rules;
        this.decisions = standings(winners(past)).stream()
                .collect(Collectors.toMap(HeldSlot::slot, held -> Reasons.decision(frequency, retention, held)));
    }

    static SlotSelection of(Frequency frequency, RotationRules rules, Collection<LocalCandidate> past) {
        Retention retention = Objects.requireNonNull(rules.scheme().retentions().get(frequency));
        return new SlotSelection(frequency, retention, rules, past);
    }

    /** What became of the slot that {@code candidate}, one of those selected from, lies in. */
    SlotDecision slotOf(LocalCandidate candidate) {
        return Objects.requireNonNull(decisions.get(Slot.of(frequency, candidate.local())));
    }

    /** Newest slot first. */
    private List<HeldSlot> winners(Collection<LocalCandidate> past) {
        Comparator<RotationCandidate> better = preference();
        Map<Slot, RotationCandidate> winners = new HashMap<>();
        for (LocalCandidate candidate : past) {
            winners.merge(
                    Slot.of(frequency, candidate.local()),
                    candidate.candidate(),
                    (one, other) -> better.compare(one, other) <= 0 ? one : other);
        }
        return winners.entrySet().stream()
                .map(entry -> new HeldSlot(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(HeldSlot::rank).reversed())
                .toList();
    }

    /** The winner of a slot comes first. */
    private Comparator<RotationCandidate> preference() {
        Comparator<RotationCandidate> byAge = switch (rules.keep()) {
            case OLDEST -> RotationCandidate.NEWEST_FIRST.reversed();
            case NEWEST -> RotationCandidate.NEWEST_FIRST;
        };
        return Comparator.comparing(RotationCandidate::partial).thenComparing(byAge);
    }

    private List<HeldSlot> standings(List<HeldSlot> newestFirst) {
        return switch (retention) {
            case Retention.Always always -> firstOnes(newestFirst, newestFirst.size());
            case Retention.Count counted ->
                switch (rules.window()) {
                    case COUNT -> newestByCount(newestFirst, counted.slots());
                    case TIME -> firstOnes(newestFirst, slotsInWindow(newestFirst, counted.slots()));
                };
        };
    }

    private int slotsInWindow(List<HeldSlot> newestFirst, int count) {
        if (newestFirst.isEmpty()) {
            return 0;
        }
        Instant inNewestSlot = newestFirst.getFirst().winner().takenAt();
        long first = CalendarWindow.firstRank(frequency, count, inNewestSlot, rules.zone());
        return (int) newestFirst.stream().filter(held -> held.rank() >= first).count();
    }

    private static List<HeldSlot> firstOnes(List<HeldSlot> newestFirst, int kept) {
        return IntStream.range(0, newestFirst.size())
                .mapToObj(index -> newestFirst
                        .get(index)
                        .with(index < kept ? new Standing.Kept(index + 1) : new Standing.Beyond(Window.TIME)))
                .toList();
    }

    /**
     * Places go to slots with a complete snapshot; those with only partial ones are kept between them for nothing, and
     * behind the last of them take the places left: otherwise a host with one unreadable file would keep no history.
     */
    private static List<HeldSlot> newestByCount(List<HeldSlot> newestFirst, int count) {
        long complete =
                newestFirst.stream().filter(held -> !held.winner().partial()).count();
        long completeToCome = Math.min(complete, count);
        int used = 0;
        List<HeldSlot> standings = new ArrayList<>(newestFirst.size());
        for (HeldSlot held : newestFirst) {
            Standing standing;
            if (held.winner().partial() && completeToCome > 0) {
                standing = new Standing.Kept(null);
            } else if (used < count) {
                standing = new Standing.Kept(++used);
                completeToCome--;
            } else {
                standing = new Standing.Beyond(Window.COUNT);
            }
            standings.add(held.with(standing));
        }
        return standings;
    }
}
