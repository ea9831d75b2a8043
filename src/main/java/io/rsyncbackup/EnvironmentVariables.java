package io.rsyncbackup;

import io.rsyncbackup.plan.Problem;
import io.rsyncbackup.plan.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds environment variables that look like keys of the configuration and are none: {@code BACKUP_PLANS_LAPTOP_SORCE}.
 * Variables that begin like none of our keys belong to others (a Kubernetes service called backup sets
 * {@code BACKUP_PORT}).
 */
final class EnvironmentVariables {
    private static final String PREFIX = "BACKUP_";
    private static final Pattern KUBERNETES = Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_.*)?)");

    private EnvironmentVariables() {}

    static @Nullable Problem check(String variable) {
        if (!variable.startsWith(PREFIX)) {
            return null;
        }
        List<String> words = Arrays.asList(variable.substring(PREFIX.length()).split("_", -1));
        boolean ours = ConfigurationKeys.ROOT.keys().keySet().stream()
                .anyMatch(key -> !remainders(words, key).isEmpty());
        if (!ours) {
            return null;
        }
        return switch (match(words, ConfigurationKeys.ROOT)) {
            case KNOWN -> null;
            case LATER -> new Problem(variable, null, "is not supported by this version yet; unset it");
            case UNKNOWN -> KUBERNETES.matcher(variable).matches() ? null : unknown(variable, words);
        };
    }

    private static Problem unknown(String variable, List<String> words) {
        String mend = suggestion(words).map(key -> "did you mean " + key + "?").orElse("correct or unset it");
        return new Problem(variable, null, "is an unknown key; " + mend);
    }

    private enum Match {
        UNKNOWN,
        LATER,
        KNOWN
    }

    private static Match match(List<String> words, ConfigurationKey place) {
        return switch (place) {
            case ConfigurationKey.Later later -> Match.LATER;
            case ConfigurationKey.Value single -> words.isEmpty() ? Match.KNOWN : Match.UNKNOWN;
            case ConfigurationKey.ValueOrKeys some -> words.isEmpty() ? Match.KNOWN : match(words, some.keys());
            case ConfigurationKey.Values list ->
                words.isEmpty() || (words.size() == 1 && words.getFirst().matches("\\d+"))
                        ? Match.KNOWN
                        : Match.UNKNOWN;
            case ConfigurationKey.Elements list -> below(words, list.element());
            case ConfigurationKey.Named named -> below(words, named.element());
            case ConfigurationKey.Keys known -> {
                Match best = Match.UNKNOWN;
                for (Map.Entry<String, ConfigurationKey> key : known.keys().entrySet()) {
                    for (List<String> rest : remainders(words, key.getKey())) {
                        Match match = match(rest, key.getValue());
                        best = match.compareTo(best) > 0 ? match : best;
                    }
                }
                yield best;
            }
        };
    }

    private static Match below(List<String> words, ConfigurationKey place) {
        return words.isEmpty() ? Match.UNKNOWN : match(words.subList(1, words.size()), place);
    }

    /** What follows the key: its hyphens are left out or written as underscores. */
    private static List<List<String>> remainders(List<String> words, String key) {
        return java.util.stream.IntStream.rangeClosed(1, words.size())
                .filter(count -> String.join("", words.subList(0, count))
                        .toLowerCase(Locale.ROOT)
                        .equals(ConfigurationKeys.uniform(key)))
                .mapToObj(count -> words.subList(count, words.size()))
                .toList();
    }

    private static java.util.Optional<String> suggestion(List<String> words) {
        if (words.size() < 3 || !words.getFirst().equals("PLANS")) {
            return java.util.Optional.empty();
        }
        List<String> names = ConfigurationKeys.PLAN.keys().keySet().stream()
                .map(key -> key.replace("-", "").toUpperCase(Locale.ROOT))
                .toList();
        return Suggestion.nearest(String.join("", words.subList(2, words.size())), names)
                .map(name -> PREFIX + "PLANS_" + words.get(1) + "_" + name);
    }
}
