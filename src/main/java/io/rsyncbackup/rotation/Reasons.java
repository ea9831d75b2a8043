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

    /** Why the slot of a frequency keeps its winner. */
    static Reason kept(SlotSelection selection, HeldSlot held, Standing.Kept standing) {
        String rule = rule(selection.frequency());
        String slot = held.slot().text();
        Integer position = standing.position();
        if (position == null) {
            String text = rule + ", only partial and not counted (" + slot + ")";
            return new Reason(rule, slot, null, null, null, null, text);
        }
        Integer of = count(selection.retention());
        String text = rule + " " + position + (of == null ? ", always" : " of " + of) + " (" + slot + ")";
        return new Reason(rule, slot, position, of, null, null, text);
    }

    /** Why a frequency does not keep a snapshot. */
    static Reason removed(SlotSelection selection, HeldSlot held) {
        String rule = rule(selection.frequency());
        String slot = held.slot().text();
        return switch (held.standing()) {
            case Standing.Kept kept -> {
                String winner = held.winner().name();
                yield new Reason(rule, slot, null, null, winner, null, rule + " " + slot + " is kept by " + winner);
            }
            case Standing.Beyond(Window window) -> {
                String older = rule + " " + slot + " is older than the " + selection.retention();
                yield switch (window) {
                    case COUNT -> new Reason(rule, slot, null, null, null, "count", older + " slots kept");
                    case TIME -> new Reason(rule, slot, null, null, null, "window", older + " newest calendar slots");
                };
            }
        };
    }

    private static @Nullable Integer count(Retention retention) {
        return switch (retention) {
            case Retention.Always always -> null;
            case Retention.Count(int slots) -> slots;
        };
    }

    private static String rule(Frequency frequency) {
        return frequency.name().toLowerCase(Locale.ROOT);
    }
}
