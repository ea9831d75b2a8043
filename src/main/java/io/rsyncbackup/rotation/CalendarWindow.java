package io.rsyncbackup.rotation;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** Consecutive calendar slots, whether they hold a snapshot or not. */
final class CalendarWindow {
    private CalendarWindow() {}

    /** The rank of the first of {@code slots} consecutive slots whose last one holds {@code newest}. */
    static long firstRank(Frequency frequency, int slots, Instant newest, ZoneId zone) {
        return switch (frequency) {
            case MINUTELY -> begin(ChronoUnit.MINUTES, slots, newest, zone.getRules());
            case HOURLY -> begin(ChronoUnit.HOURS, slots, newest, zone.getRules());
            case DAILY, WEEKLY, MONTHLY, YEARLY ->
                Slot.of(frequency, newest.atZone(zone)).rank(newest) - slots + 1;
        };
    }

    /** Slots are even between two clock changes only, so this steps back from one change to the one before. */
    private static long begin(ChronoUnit unit, int slots, Instant newest, ZoneRules rules) {
        long before = slots - 1L;
        Instant last = newest;
        while (true) {
            ZoneOffset offset = rules.getOffset(last);
            LocalDateTime slot = LocalDateTime.ofInstant(last, offset).truncatedTo(unit);
            ZoneOffsetTransition change = rules.previousTransition(last.plusNanos(1));
            if (change == null) {
                return slot.minus(before, unit).toEpochSecond(offset);
            }
            long sinceChange = unit.between(change.getDateTimeAfter().truncatedTo(unit), slot);
            if (before <= sinceChange) {
                return Math.max(slot.minus(before, unit).toEpochSecond(offset), change.toEpochSecond());
            }
            before -= sinceChange + 1;
            last = change.getInstant().minusNanos(1);
        }
    }
}
