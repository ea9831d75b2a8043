package io.rsyncbackup.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads texts of requests into types; a wrong one is a problem that names the field. */
final class Parameters {
    static final String PLAN = "[a-z0-9][a-z0-9-]{0,62}";
    static final String PLAN_EXPECTED =
            "expected a plan's name: lower case letters, digits and dashes, beginning with a letter or digit, at most 63";
    static final String CHANNEL_EXPECTED =
            "expected a channel's name: lower case letters, digits and dashes, beginning with a letter or digit, at most 63";
    static final String RUN = "[0-9A-Za-z-]{1,64}";
    static final String RUN_EXPECTED = "expected a run's id: letters, digits and dashes, at most 64";
    static final String SNAPSHOT = "[0-9][0-9-_.:@ TZ]{0,40}";
    static final String SNAPSHOT_EXPECTED = "expected a snapshot's name, as in 2026-11-22T180509Z";
    static final String CURSOR = "[!-~]{1,500}";
    static final String CURSOR_EXPECTED = "expected the \"next\" of an earlier answer";
    static final String LIMIT_EXPECTED = "expected a number from 1 to 500";

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private Parameters() {}

    static <E extends Enum<E>> E one(Class<E> type, String field, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> text(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(field, "expected one of " + known(type)));
    }

    static <E extends Enum<E>> @Nullable E oneOrNone(Class<E> type, String field, @Nullable String text) {
        return text == null ? null : one(type, field, text);
    }

    static <E extends Enum<E>> Set<E> all(Class<E> type, String field, @Nullable List<String> texts) {
        EnumSet<E> found = EnumSet.noneOf(type);
        if (texts != null) {
            texts.forEach(text -> found.add(one(type, field, text)));
        }
        return found;
    }

    static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(Instant.EPOCH) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // As said below.
        }
        throw ProblemException.invalid(field, "expected a time, as in 2026-11-22T18:05:09Z");
    }

    /** {@code ?plain}, {@code ?plain=true} and {@code ?plain=false}. */
    static boolean flag(String field, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.isEmpty() || text.equals("true")) {
            return true;
        }
        throw ProblemException.invalid(field, "expected nothing, true or false");
    }

    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String known(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Parameters::text).collect(Collectors.joining(", "));
    }
}
