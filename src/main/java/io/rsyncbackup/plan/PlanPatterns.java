package io.rsyncbackup.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a plan's patterns for what not to copy. */
final class PlanPatterns {
    private PlanPatterns() {}

    static List<String> exclude(Fields fields, @Nullable List<String> patterns) {
        return patterns(fields, "exclude", patterns == null ? List.of() : patterns);
    }

    static List<String> excludedRoots(Fields fields, @Nullable List<String> patterns) {
        List<String> read =
                patterns(fields, "excluded-roots", patterns == null ? PlanReader.DEFAULT_EXCLUDED_ROOTS : patterns);
        for (int i = 0; i < read.size(); i++) {
            if (!read.get(i).startsWith("/")) {
                fields.add(
                        "excluded-roots[" + i + "]", read.get(i), "is not absolute; begin it with /, or use exclude");
            }
        }
        return read;
    }

    private static List<String> patterns(Fields fields, String key, List<String> patterns) {
        for (int i = 0; i < patterns.size(); i++) {
            String pattern = patterns.get(i);
            // null in a JSON list
            if (pattern == null || pattern.isBlank()) {
                fields.add(key + "[" + i + "]", null, "is empty; write a pattern as in \"*.iso\" or remove it");
            } else if (pattern.chars().anyMatch(c -> c == 0 || c == '\n' || c == '\r')) {
                fields.add(
                        key + "[" + i + "]", pattern, "contains a line break or a NUL character; write ? in its place");
            }
        }
        return patterns.stream().filter(java.util.Objects::nonNull).toList();
    }
}
