package io.rsyncbackup.plan;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** How far apart the occurrences of a {@link Cron} can be. Pure. */
final class CronGaps {
    private static final int MINUTES_OF_A_DAY = 24 * 60;

    private static final LocalDate FIRST = LocalDate.of(2001, 1, 1);

    private static final int DAYS_OF_A_WEEK = 7;
    private static final int DAYS_OF_A_MONTH = 31;
    private static final int MONTHS = 12;

    private CronGaps() {}

    /**
     * The longest, with days of 24 hours.
     *
     * @throws IllegalArgumentException when it never comes
     */
    static Duration longest(Cron cron) {
        long days = 0;
        LocalDate last = null;
        LocalDate end = FIRST.plusDays(enough(cron));
        for (LocalDate date = FIRST; date.isBefore(end); date = date.plusDays(1)) {
            if (cron.comesOn(date)) {
                days = last == null ? 1 : Math.max(days, ChronoUnit.DAYS.between(last, date));
                last = date;
            }
        }
        if (last == null) {
            throw new IllegalArgumentException(
                    "never comes, as no year has such a day; write a day that its month has");
        }
        int lastOfDay = cron.hours().last() * 60 + cron.minutes().last();
        int firstOfDay = cron.hours().first() * 60 + cron.minutes().first();
        long overNight = days * MINUTES_OF_A_DAY - lastOfDay + firstOfDay;
        return Duration.ofMinutes(Math.max(overNight, within(cron)));
    }

    /** Days in which each gap comes: what all of them cost for hundreds of plans is most of what reading those costs. */
    private static int enough(Cron cron) {
        if (Long.bitCount(cron.months().values()) == MONTHS
                && Long.bitCount(cron.days().values()) == DAYS_OF_A_MONTH) {
            // each week is the same
            return 2 * DAYS_OF_A_WEEK;
        }
        // twice from one 29 February to the next; but in 28 years every date has been every day of the week
        int years = Long.bitCount(cron.weekdays().values()) == DAYS_OF_A_WEEK ? 2 * 4 : 28;
        return (years + 1) * 366;
    }

    private static int within(Cron cron) {
        int longest = 0;
        int last = cron.minuteOfDay(0);
        for (int minute = cron.minuteOfDay(last + 1); minute >= 0; minute = cron.minuteOfDay(minute + 1)) {
            longest = Math.max(longest, minute - last);
            last = minute;
        }
        return longest;
    }
}
