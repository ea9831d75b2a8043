package io.rsyncbackup.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One range of bytes of something, first inclusive, end exclusive. */
record ByteRange(long first, long end) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Empty when the whole is asked for: no header, or another unit than bytes. */
    static Optional<ByteRange> parse(@Nullable String header, long size) {
        if (header == null || !header.startsWith("bytes=")) {
            return Optional.empty();
        }
        Matcher matcher = SINGLE.matcher(header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            throw notSatisfiable("expected one range of bytes, as in bytes=0-499, bytes=500- or bytes=-500", size);
        }
        if (matcher.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(matcher.group(2)));
            return Optional.of(checked(size - last, size, size));
        }
        long first = Long.parseLong(matcher.group(1));
        long end = matcher.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
        return Optional.of(checked(first, end, size));
    }

    long length() {
        return end - first;
    }

    private static ByteRange checked(long first, long end, long size) {
        if (first >= end) {
            throw notSatisfiable("no bytes are there", size);
        }
        return new ByteRange(first, end);
    }

    private static ProblemException notSatisfiable(String why, long size) {
        return new ProblemException(Problem.RANGE_NOT_SATISFIABLE, why + "; the log has " + size + " bytes");
    }
}
