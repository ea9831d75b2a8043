package io.rsyncbackup.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a sorted list; {@code next} is the cursor of what follows. */
record Page<T>(List<T> items, @Nullable String next) {
    private static final String PREFIX = "after:";

    /**
     * What follows the item that the cursor names, whether that is still there or not.
     *
     * @param key unique text of an item, by which the list is sorted
     */
    static <T> Page<T> of(
            List<T> all, Function<T, String> key, Comparator<String> order, int limit, @Nullable String cursor) {
        String after = cursor == null ? null : decode(cursor);
        List<T> rest = all.stream()
                .filter(item -> after == null || order.compare(key.apply(item), after) > 0)
                .limit(limit + 1L)
                .toList();
        if (rest.size() <= limit) {
            return new Page<>(rest, null);
        }
        List<T> items = rest.subList(0, limit);
        return new Page<>(items, encode(key.apply(items.getLast())));
    }

    static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((PREFIX + key).getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(PREFIX)) {
                return text.substring(PREFIX.length());
            }
        } catch (IllegalArgumentException e) {
            // Not one of ours, as said below.
        }
        throw invalidCursor();
    }

    static ProblemException invalidCursor() {
        return ProblemException.invalid("cursor", "expected the \"next\" of an earlier answer");
    }
}
