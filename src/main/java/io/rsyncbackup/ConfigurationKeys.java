package io.rsyncbackup;

import io.rsyncbackup.plan.PlanProperties;
import io.rsyncbackup.plan.PlanReader;
import io.rsyncbackup.plan.Problem;
import io.rsyncbackup.plan.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows every key of the configuration and finds those that are none. */
final class ConfigurationKeys {
    static final ConfigurationKey.Keys PLAN = ConfigurationKey.withLater(ConfigurationKey.of(PlanProperties.class));
    static final ConfigurationKey.Keys ROOT = root();

    private static final Pattern TOKEN = Pattern.compile("\\[([^\\]]*)\\]|[^.\\[\\]]+");
    private static final Pattern INDEX = Pattern.compile("\\d+");
    private static final String NOT_YET = "is not supported by this version yet; remove it";

    private ConfigurationKeys() {}

    private static ConfigurationKey.Keys root() {
        Map<String, ConfigurationKey> keys =
                new TreeMap<>(ConfigurationKey.withLater(ConfigurationKey.of(BackupProperties.class))
                        .keys());
        keys.put("plans", new ConfigurationKey.Named(PLAN));
        return new ConfigurationKey.Keys(keys);
    }

    /**
     * What is wrong with a key.
     *
     * @param key as it was written, with {@code backup} first
     */
    static @Nullable Problem check(String key, @Nullable String value) {
        List<String> words = words(key);
        ConfigurationKey place = ROOT;
        StringBuilder path = new StringBuilder(words.getFirst());
        for (String word : words.subList(1, words.size())) {
            switch (place) {
                case ConfigurationKey.Later later -> {
                    return new Problem(path.toString(), null, NOT_YET);
                }
                case ConfigurationKey.Value single -> {
                    return new Problem(path.toString(), null, "takes one value; write it right after the colon");
                }
                case ConfigurationKey.Values list -> {
                    if (!isIndex(word)) {
                        return new Problem(path.toString(), null, "takes a list of values; write it as in [a, b]");
                    }
                    place = new ConfigurationKey.Value();
                }
                case ConfigurationKey.Elements list -> {
                    if (!isIndex(word)) {
                        return new Problem(path.toString(), null, "takes a list; begin each element with a hyphen");
                    }
                    place = list.element();
                }
                case ConfigurationKey.Named named -> {
                    if (path.toString().endsWith(".plans") && !PlanReader.isName(word)) {
                        return new Problem(
                                path + "." + word,
                                null,
                                "is no name for a plan; use at most 63 lower-case letters, digits and hyphens, no hyphen first");
                    }
                    place = named.element();
                }
                case ConfigurationKey.ValueOrKeys some -> {
                    ConfigurationKey next = find(some.keys(), word);
                    if (next == null) {
                        return unknown(path + "." + word, word, supported(some.keys()));
                    }
                    place = next;
                }
                case ConfigurationKey.Keys known -> {
                    ConfigurationKey next = find(known, word);
                    if (next == null) {
                        return unknown(path + "." + word, word, supported(known));
                    }
                    place = next;
                }
            }
            path.append(isIndex(word) ? "[" + word + "]" : "." + word);
        }
        return ended(path.toString(), place, value);
    }

    private static @Nullable Problem ended(String path, ConfigurationKey place, @Nullable String given) {
        String value = given == null ? "" : given.strip();
        boolean blank = value.isEmpty();
        return switch (place) {
            case ConfigurationKey.Later later -> new Problem(path, null, NOT_YET);
            case ConfigurationKey.Value single -> null;
            case ConfigurationKey.ValueOrKeys some -> null;
            case ConfigurationKey.Values list ->
                blank || value.indexOf(',') < 0
                        ? null
                        : new Problem(path, value, "would be split at its commas; write a list, as in [\"a\", \"b\"]");
            case ConfigurationKey.Elements list ->
                blank ? null : new Problem(path, value, "is not a list; begin each element with a hyphen");
            case ConfigurationKey.Named named ->
                blank ? null : new Problem(path, value, "stands where names with keys below them belong");
            case ConfigurationKey.Keys known ->
                // of a plan without any key is said what it needs
                blank && known.equals(PLAN)
                        ? null
                        : new Problem(
                                path,
                                blank ? null : value,
                                "needs keys below it, as in " + example(known) + ", or remove it");
        };
    }

    private static Problem unknown(String path, String word, Collection<String> known) {
        String mend = Suggestion.nearest(word, known)
                .map(name -> "did you mean " + name + "?")
                .orElse("known here are " + String.join(", ", known));
        return new Problem(path, null, "is an unknown key; " + mend);
    }

    /** By Spring's relaxed names: hyphens, underscores and case do not matter. */
    private static @Nullable ConfigurationKey find(ConfigurationKey.Keys known, String word) {
        ConfigurationKey exact = known.keys().get(word);
        if (exact != null) {
            return exact;
        }
        String wanted = uniform(word);
        return known.keys().entrySet().stream()
                .filter(key -> uniform(key.getKey()).equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static String example(ConfigurationKey.Keys known) {
        return known.equals(PLAN) ? "source" : supported(known).getFirst();
    }

    private static List<String> supported(ConfigurationKey.Keys known) {
        return known.keys().entrySet().stream()
                .filter(key -> !(key.getValue() instanceof ConfigurationKey.Later))
                .map(Map.Entry::getKey)
                .toList();
    }

    static String uniform(String word) {
        return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isIndex(String word) {
        return INDEX.matcher(word).matches();
    }

    private static List<String> words(String key) {
        List<String> words = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(key);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
        }
        return words;
    }
}
