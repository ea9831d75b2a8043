package io.rsyncbackup.web;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Prefer: wait=SECONDS} (RFC 7240): one that is not understood is as if left out. */
record Preference(Optional<Duration> waiting) {
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=[,;]|$)", Pattern.CASE_INSENSITIVE);
    private static final long LONGEST_SECONDS = 3600;

    static Preference of(@Nullable String header) {
        if (header == null) {
            return new Preference(Optional.empty());
        }
        Matcher matcher = WAIT.matcher(header);
        return new Preference(
                matcher.find()
                        ? Optional.of(Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(matcher.group(1)))))
                        : Optional.empty());
    }

    Duration atMost() {
        return waiting.orElse(Duration.ZERO);
    }

    /** Of the answer's header {@code Preference-Applied}. */
    Optional<String> applied() {
        return waiting.map(time -> "wait=" + time.toSeconds());
    }
}
