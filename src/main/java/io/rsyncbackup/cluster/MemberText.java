package io.rsyncbackup.cluster;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a server says of itself in its row: labels between commas, a plan and its fingerprint on each line. */
final class MemberText {
    private MemberText() {}

    static String labels(Set<String> labels) {
        return labels.stream().sorted().collect(Collectors.joining(","));
    }

    static Set<String> labels(String text) {
        return Arrays.stream(text.split(",")).filter(label -> !label.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    static @Nullable String url(@Nullable URI url) {
        return url == null ? null : url.toString();
    }

    static @Nullable URI url(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }

    static String plans(Map<String, String> plans) {
        return new TreeMap<>(plans)
                .entrySet().stream()
                        .map(plan -> plan.getKey() + " " + plan.getValue())
                        .collect(Collectors.joining("\n"));
    }

    static @Nullable Map<String, String> plans(@Nullable String text) {
        return text == null
                ? null
                : text.lines()
                        .map(line -> line.split(" ", 2))
                        .filter(words -> words.length == 2)
                        .collect(Collectors.toUnmodifiableMap(words -> words[0], words -> words[1]));
    }
}
