package io.rsyncbackup.rotation;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;

/** A stretch of local time that one snapshot stands for. Equal slots are the same stretch. */
sealed interface Slot {
    /** As reasons name it: {@code 2026-10-25T02+01:00}, {@code 2026-11-20}, {@code 2026-W44}. */
    String text();

    /** Orders the slots of one frequency; {@code member} is any instant within this one. */
    long rank(Instant member);

    static Slot of(Frequency frequency, ZonedDateTime time) {
        LocalDate date = time.toLocalDate();
        return switch (frequency) {
            case MINUTELY -> OfTime.of(frequency, time, 60);
            case HOURLY -> OfTime.of(frequency, time, 3600);
            case DAILY -> new OfDate(frequency, date.toEpochDay());
            case WEEKLY -> new OfDate(frequency, OfDate.week(date));
            case MONTHLY -> new OfDate(frequency, date.getLong(ChronoField.PROLEPTIC_MONTH));
            case YEARLY -> new OfDate(frequency, date.getYear());
        };
    }

    /** A minute or an hour; the offset keeps the two hours apart that share a name when clocks go back. */
    record OfTime(Frequency frequency, long localStart, ZoneOffset offset) implements Slot {
        static OfTime of(Frequency frequency, ZonedDateTime time, int seconds) {
            long local = time.toEpochSecond() + time.getOffset().getTotalSeconds();
            return new OfTime(frequency, local - Math.floorMod(local, seconds), time.getOffset());
        }

        /** Not the start: when clocks change within the hour, two slots may begin at one nominal instant. */
        @Override
        public long rank(Instant member) {
            return member.getEpochSecond();
        }

        @Override
        public String text() {
            String local =
                    LocalDateTime.ofEpochSecond(localStart, 0, ZoneOffset.UTC).toString();
            int digits = frequency == Frequency.HOURLY ? local.indexOf('T') + 3 : local.length();
            return local.substring(0, digits) + offset;
        }
    }

    /** A day, week, month or year, numbered without gaps. */
    record OfDate(Frequency frequency, long number) implements Slot {
        private static final long MONDAY_OF_WEEK_0 =
                LocalDate.EPOCH.with(DayOfWeek.MONDAY).toEpochDay();

        static long week(LocalDate date) {
            return Math.floorDiv(date.toEpochDay() - MONDAY_OF_WEEK_0, 7);
        }

        @Override
        public long rank(Instant member) {
            return number;
        }

        @Override
        public String text() {
            return switch (frequency) {
                case DAILY -> LocalDate.ofEpochDay(number).toString();
                case WEEKLY -> {
                    LocalDate monday = LocalDate.ofEpochDay(MONDAY_OF_WEEK_0 + number * 7);
                    yield "%04d-W%02d"
                            .formatted(
                                    monday.get(IsoFields.WEEK_BASED_YEAR),
                                    monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                }
                case MONTHLY ->
                    YearMonth.of(Math.toIntExact(Math.floorDiv(number, 12)), Math.floorMod(number, 12) + 1)
                            .toString();
                case YEARLY -> "%04d".formatted(number);
                case MINUTELY, HOURLY -> throw new IllegalStateException(frequency + " has slots of time");
            };
        }
    }
}
