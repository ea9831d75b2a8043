package io.rsyncbackup.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of snapshots: ours in UTC, and those that other tools made. Pure. */
public final class SnapshotNames {
    private static final DateTimeFormatter OURS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String SEPARATOR = "[-_.:@ T]?";
    private static final Pattern TIMESTAMP = Pattern.compile("(?<year>\\d{4})S(?<month>\\d{2})S(?<day>\\d{2})"
                    .replace("S", SEPARATOR)
            + "(?:S(?<hour>\\d{2})S(?<minute>\\d{2})(?:S(?<second>\\d{2}))?)?(?<utc>Z)?".replace("S", SEPARATOR));

    private SnapshotNames() {}

    /** As {@code 2026-11-22T180509Z}; fractions of a second are dropped. */
    public static String of(Instant takenAt) {
        return OURS.format(takenAt.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * When a directory of this name was made; empty when the whole name is no timestamp.
     *
     * @param zone of names without Z; where a clock change makes a local time happen twice the earlier instant is meant,
     *     one that it skips is shifted forward
     */
    public static Optional<Instant> parse(String directoryName, ZoneId zone) {
        Matcher match = TIMESTAMP.matcher(directoryName);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(match.group("year")),
                    number(match.group("month")),
                    number(match.group("day")),
                    number(match.group("hour")),
                    number(match.group("minute")),
                    number(match.group("second")));
            ZoneId meant = match.group("utc") == null ? zone : ZoneOffset.UTC;
            return Optional.of(local.atZone(meant).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
