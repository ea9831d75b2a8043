package io.rsyncbackup.plan;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a crontab: the values it names.
 *
 * @param values one bit each
 * @param open whether it begins with a star: it then restricts nothing that another field names
 */
record CronField(long values, boolean open) {
    private static final Pattern PART = Pattern.compile(
            "(?:(?<star>\\*)|(?<from>[0-9]{1,2}|[a-z]{3})(?:-(?<to>[0-9]{1,2}|[a-z]{3}))?)(?:/(?<step>[0-9]{1,2}))?");

    /** What may stand in a field; names count from the least value on. */
    record Kind(String name, int least, int most, List<String> names) {}

    /** @throws IllegalArgumentException whose message continues the sentence that begins with the whole text */
    static CronField parse(Kind kind, String text) {
        long values = 0;
        for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw wrong(kind, part);
            }
            int step = matcher.group("step") == null ? 1 : Integer.parseInt(matcher.group("step"));
            int from = matcher.group("star") != null ? kind.least() : value(kind, matcher.group("from"), part);
            int to = last(kind, matcher, from, part);
            if (step < 1 || to < from) {
                throw wrong(kind, part);
            }
            for (int value = from; value <= to; value += step) {
                values |= 1L << value;
            }
        }
        return new CronField(values, text.startsWith("*"));
    }

    private static int last(Kind kind, Matcher part, int from, String text) {
        if (part.group("to") != null) {
            int to = value(kind, part.group("to"), text);
            // to Sunday
            return to == 0 && kind.most() == 7 && from > 0 ? 7 : to;
        }
        return part.group("star") != null || part.group("step") != null ? kind.most() : from;
    }

    private static int value(Kind kind, String text, String part) {
        int named = kind.names().indexOf(text);
        if (named >= 0) {
            return kind.least() + named;
        }
        int value = Character.isDigit(text.charAt(0)) ? Integer.parseInt(text) : -1;
        if (value < kind.least() || value > kind.most()) {
            throw wrong(kind, part);
        }
        return value;
    }

    private static IllegalArgumentException wrong(Kind kind, String part) {
        String names = kind.names().isEmpty()
                ? ""
                : " or " + kind.names().getFirst() + " to " + kind.names().getLast();
        return new IllegalArgumentException("has \"" + part + "\" as its " + kind.name() + "; write " + kind.least()
                + " to " + kind.most() + names + ", as in *, */2, 3, 3-5 or 3,5");
    }

    boolean has(int value) {
        return (values >> value & 1) == 1;
    }

    /** Days of the week are 0 to 6; 7 is another name of Sunday. */
    CronField sundayIsZero() {
        return has(7) ? new CronField((values | 1) & 0x7f, open) : this;
    }

    int first() {
        return Long.numberOfTrailingZeros(values);
    }

    int last() {
        return 63 - Long.numberOfLeadingZeros(values);
    }
}
