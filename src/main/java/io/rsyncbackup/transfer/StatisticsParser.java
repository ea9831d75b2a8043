package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Picks rsync's {@code --stats} out of its output. */
final class StatisticsParser {
    private static final Set<String> WANTED = Set.of(
            "Number of files",
            "Number of created files",
            "Number of deleted files",
            "Number of regular files transferred",
            "Total file size",
            "Total transferred file size",
            "Literal data",
            "Matched data",
            "Total bytes sent",
            "Total bytes received");

    private final Map<String, Long> values = new HashMap<>();

    /** Whether the line belonged to the statistics. */
    boolean accept(byte[] line) {
        if (line.length == 0 || line.length > 200 || "NTLM".indexOf(line[0]) < 0) {
            return false;
        }
        String text = new String(line, US_ASCII);
        int colon = text.indexOf(": ");
        if (colon < 0 || !WANTED.contains(text.substring(0, colon))) {
            return false;
        }
        values.put(text.substring(0, colon), number(text, colon + 2));
        return true;
    }

    /** Null until rsync has printed them. */
    @Nullable
    Statistics statistics() {
        if (values.isEmpty()) {
            return null;
        }
        return new Statistics(
                value("Number of files"),
                value("Number of created files"),
                value("Number of deleted files"),
                value("Number of regular files transferred"),
                value("Total file size"),
                value("Total transferred file size"),
                value("Literal data"),
                value("Matched data"),
                value("Total bytes sent"),
                value("Total bytes received"));
    }

    private long value(String name) {
        return values.getOrDefault(name, 0L);
    }

    private static long number(String text, int from) {
        long number = 0;
        for (int i = from; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= '0' && character <= '9') {
                number = number * 10 + character - '0';
            } else if (character != ',') {
                break;
            }
        }
        return number;
    }
}
