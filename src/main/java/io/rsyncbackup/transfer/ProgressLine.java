package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of rsync's {@code --info=progress2}.
 *
 * @param percent of the bytes, rounded down
 * @param remaining files not looked at yet; -1 when the line does not say
 * @param total files in all; -1 when the line does not say
 */
record ProgressLine(long bytes, int percent, long remaining, long total) {
    private static final Pattern PATTERN = Pattern.compile(
            "\\s*([\\d,]+)\\s+(\\d+)%\\s+\\S+\\s+\\S+(?:\\s+\\(xfr#\\d+, to-chk=(\\d+)/(\\d+)\\))?\\s*");

    /** Cheap: whether the line can be one. */
    static boolean looksLikeOne(byte[] line) {
        return line.length > 10 && (line[0] == ' ' || (line[0] >= '0' && line[0] <= '9'));
    }

    static @Nullable ProgressLine parse(byte[] line) {
        Matcher matcher = PATTERN.matcher(new String(line, US_ASCII));
        if (!matcher.matches()) {
            return null;
        }
        boolean files = matcher.group(3) != null;
        return new ProgressLine(
                Long.parseLong(matcher.group(1).replace(",", "")),
                Integer.parseInt(matcher.group(2)),
                files ? Long.parseLong(matcher.group(3)) : -1,
                files ? Long.parseLong(matcher.group(4)) : -1);
    }
}
