package io.rsyncbackup.rotation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Schemes as people write them: {@code {daily: 7, monthly: always}}. */
public final class RotationSchemes {
    private RotationSchemes() {}

    /** @throws IllegalArgumentException with a message that names the key, the value and the mend */
    public static RotationScheme parse(Map<String, ? extends @Nullable String> texts) {
        EnumMap<Frequency, Retention> retentions = new EnumMap<>(Frequency.class);
        texts.forEach((key, value) -> retentions.put(frequency(key), retention(key, value)));
        return new RotationScheme(retentions);
    }

    private static Frequency frequency(String key) {
        return Arrays.stream(Frequency.values())
                .filter(frequency -> name(frequency).equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + key + "\" is no frequency; use "
                        + Arrays.stream(Frequency.values())
                                .map(RotationSchemes::name)
                                .collect(Collectors.joining(", "))));
    }

    private static Retention retention(String key, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(key + " has no value; use a number or \"always\", or leave it out");
        }
        try {
            return Retention.parse(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static String name(Frequency frequency) {
        return frequency.name().toLowerCase(Locale.ROOT);
    }
}
