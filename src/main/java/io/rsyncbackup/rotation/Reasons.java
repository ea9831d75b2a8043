package io.rsyncbackup.rotation;

import io.rsyncbackup.rotation.HeldSlot.Standing;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reasons, and their wording for people. */
final class Reasons {
    private Reasons() {}

    static Reason always(String rule, String text) {
        return new Reason(rule, null, null, null, null, null, text);
    }

    /** Worded once per slot, not per snapshot: all that lost it lost it for the same reason. */
    static SlotDecision decision(Frequency frequency, Retention retention, HeldSlot held) {
        String rule = frequency.name().toLowerCase(Locale.ROOT);
        String slot = held.slot().text();
        RotationCandidate winner = held.winner();
        return switch (held.standing()) {
            case Standing.Kept kept ->
                new SlotDecision(winner, true, kept(rule, slot, kept.position(), retention), lost(rule, slot, winner));
            case Standing.Beyond beyond -> {
                Reason reason = beyond(rule, slot, beyond.window(), retention);
                yield new SlotDecision(winner, false, reason, reason);
            }
        };
    }

    private static Reason kept(String rule, String slot, @Nullable Integer position, Retention retention) {
        if (position == null) {
            String text = rule + ", only partial and not counted (" + slot + ")";
            return new Reason(rule, slot, null, null, null, null, text);
        }
        Integer of = retention instanceof Retention.Count count ? (Integer) count.slots() : null;
        String text = rule + " " + position + (of == null ? ", always" : " of " + of) + " (" + slot + ")";
        return new Reason(rule, slot, position, of, null, null, text);
    }

    private static Reason lost(String rule, String slot, RotationCandidate winner) {
        String text = rule + " " + slot + " is kept by " + winner.name();
        return new Reason(rule, slot, null, null, winner.name(), null, text);
    }

    private static Reason beyond(String rule, String slot, Window window, Retention retention) {
        String older = rule + " " + slot + " is older than the " + retention;
        return switch (window) {
            case COUNT -> new Reason(rule, slot, null, null, null, "count", older + " slots kept");
            case TIME -> new Reason(rule, slot, null, null, null, "window", older + " newest calendar slots");
        };
    }
}
