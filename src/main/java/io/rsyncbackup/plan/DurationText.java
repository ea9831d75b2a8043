package io.rsyncbackup.plan;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90d 2h 30s 500ms}, also {@code 1h30m}. A day has 24 hours. */
public final class DurationText {
    private static final Pattern GRAMMAR = Pattern.compile(
            "(?:(?<d>\\d+)d)?(?:(?<h>\\d+)h)?(?:(?<m>\\d+)m)?(?:(?<s>\\d+)s)?(?:(?<ms>\\d+)ms)?",
            Pattern.CASE_INSENSITIVE);

    /** More than any use has, and never an overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", Duration.ofDays(1));
        UNITS.put("h", Duration.ofHours(1));
        UNITS.put("m", Duration.ofMinutes(1));
        UNITS.put("s", Duration.ofSeconds(1));
        UNITS.put("ms", Duration.ofMillis(1));
    }

    private DurationText() {}

    /** @throws IllegalArgumentException whose message continues the sentence that begins with the text */
    public static Duration parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text.strip());
        if (text.isBlank() || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "is not a duration; write a number with a unit, as in 30s, 10m, 2h or 90d");
        }
        BigInteger milliseconds = BigInteger.ZERO;
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            String number = matcher.group(unit.getKey());
            if (number != null) {
                milliseconds = milliseconds.add(new BigInteger(number)
                        .multiply(BigInteger.valueOf(unit.getValue().toMillis())));
            }
        }
        if (milliseconds.compareTo(BigInteger.valueOf(LONGEST.toMillis())) > 0) {
            throw new IllegalArgumentException("is longer than 100 years; write a shorter duration, as in 90d");
        }
        return Duration.ofMillis(milliseconds.longValueExact());
    }

    /** As a whole number of the largest unit that fits: {@code 2h}, {@code 90m}, {@code 1d}. */
    public static String format(Duration duration) {
        long milliseconds = duration.toMillis();
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            long length = unit.getValue().toMillis();
            if (milliseconds != 0 && milliseconds % length == 0) {
                return milliseconds / length + unit.getKey();
            }
        }
        return "0s";
    }
}
