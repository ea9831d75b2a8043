package io.rsyncbackup.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;

/**
 * When something comes again, in crontab's five fields (minute, hour, day of the month, month, day of the week) or as one of
 * its macros. Pure.
 *
 * <p>Where the clock is set forward, what would have come in the missing hour comes once, right after it. Where it is set
 * back, what names hours comes the first time only; what comes in every hour comes in every real hour.
 *
 * @param text as it was written
 * @param longestGap between two in a row, with days of 24 hours
 */
public record Cron(
        String text,
        CronField minutes,
        CronField hours,
        CronField days,
        CronField months,
        CronField weekdays,
        Duration longestGap) {
    private static final CronField.Kind MINUTE = new CronField.Kind("minute", 0, 59, List.of());
    private static final CronField.Kind HOUR = new CronField.Kind("hour", 0, 23, List.of());
    private static final CronField.Kind DAY = new CronField.Kind("day of the month", 1, 31, List.of());
    private static final CronField.Kind MONTH = new CronField.Kind(
            "month",
            1,
            12,
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
    private static final CronField.Kind WEEKDAY =
            new CronField.Kind("day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));
    private static final Map<String, String> MACROS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    /** @throws IllegalArgumentException whose message continues the sentence that begins with the text */
    public static Cron parse(String text) {
        String written = text.strip().replaceAll("\\s+", " ");
        List<String> fields = List.of(MACROS.getOrDefault(written, written).split(" ", -1));
        if (written.startsWith("@") && fields.size() == 1) {
            throw new IllegalArgumentException(
                    "is an unknown macro; write @hourly, @daily, @weekly, @monthly, @yearly or five fields");
        }
        if (fields.size() != 5) {
            throw new IllegalArgumentException(
                    "is no schedule; write five fields (minute, hour, day of the month, month,"
                            + " day of the week), as in \"30 2 * * *\", or a macro, as in @daily");
        }
        Cron cron = new Cron(
                written,
                CronField.parse(MINUTE, fields.get(0)),
                CronField.parse(HOUR, fields.get(1)),
                CronField.parse(DAY, fields.get(2)),
                CronField.parse(MONTH, fields.get(3)),
                CronField.parse(WEEKDAY, fields.get(4)).sundayIsZero(),
                Duration.ZERO);
        return new Cron(
                written, cron.minutes, cron.hours, cron.days, cron.months, cron.weekdays, CronGaps.longest(cron));
    }

    /** The first one after that moment. */
    public Instant next(Instant after, ZoneId zone) {
        return everyHour() ? nextInEveryHour(after, zone) : nextOnTheClock(after, zone);
    }

    boolean everyHour() {
        return Long.bitCount(hours.values()) == 24;
    }

    /** Both days named: either; else those that both allow. */
    boolean comesOn(LocalDate date) {
        if (!months.has(date.getMonthValue())) {
            return false;
        }
        boolean day = days.has(date.getDayOfMonth());
        boolean weekday = weekdays.has(date.getDayOfWeek().getValue() % 7);
        boolean both = days.open() || weekdays.open();
        return both ? day && weekday : day || weekday;
    }

    private Instant nextInEveryHour(Instant after, ZoneId zone) {
        Instant candidate = after.truncatedTo(ChronoUnit.MINUTES);
        while (true) {
            candidate = candidate.plus(1, ChronoUnit.MINUTES);
            LocalDateTime local = LocalDateTime.ofInstant(candidate, zone);
            LocalDate date = dayFrom(local.toLocalDate());
            if (!date.equals(local.toLocalDate())) {
                candidate = date.atStartOfDay(zone).toInstant().minus(1, ChronoUnit.MINUTES);
            } else if (minutes.has(local.getMinute())) {
                return candidate;
            }
        }
    }

    private Instant nextOnTheClock(Instant after, ZoneId zone) {
        LocalDateTime from = LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.MINUTES);
        LocalDate date = dayFrom(from.toLocalDate());
        while (true) {
            for (int minute = minuteOfDay(0); minute >= 0; minute = minuteOfDay(minute + 1)) {
                LocalDateTime local = date.atTime(minute / 60, minute % 60);
                if (!local.isBefore(from)) {
                    Instant candidate = instant(local, zone);
                    if (candidate.isAfter(after)) {
                        return candidate;
                    }
                }
            }
            date = dayFrom(date.plusDays(1));
        }
    }

    private LocalDate dayFrom(LocalDate first) {
        LocalDate date = first;
        while (!comesOn(date)) {
            date = date.plusDays(1);
        }
        return date;
    }

    /** The first one from there on; -1 when the day has no more. */
    int minuteOfDay(int from) {
        for (int minute = from; minute < 24 * 60; minute++) {
            if (hours.has(minute / 60) && minutes.has(minute % 60)) {
                return minute;
            }
        }
        return -1;
    }

    private static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.atZone(zone).toInstant();
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }
}
