package io.rsyncbackup.plan;

import io.rsyncbackup.rotation.Frequency;
import io.rsyncbackup.rotation.Retention;
import io.rsyncbackup.rotation.RotationScheme;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a plan's rotation scheme. */
final class PlanRotation {
    private static final List<String> FREQUENCIES =
            Arrays.stream(Frequency.values()).map(Fields::text).toList();

    private PlanRotation() {}

    static RotationScheme scheme(Fields fields, @Nullable Map<String, String> rotation) {
        if (rotation == null) {
            return RotationScheme.DEFAULT;
        }
        EnumMap<Frequency, Retention> retentions = new EnumMap<>(Frequency.class);
        int before = fields.problems().size();
        rotation.forEach((name, value) -> {
            if (FREQUENCIES.contains(name)) {
                Retention retention = fields.read("rotation." + name, value, PlanRotation::retention);
                if (retention != null) {
                    retentions.put(Fields.choose(name, Frequency.class), retention);
                }
            } else {
                fields.add("rotation." + name, null, unknown(name));
            }
        });
        try {
            return new RotationScheme(retentions);
        } catch (IllegalArgumentException e) {
            if (fields.problems().size() == before) {
                fields.add(
                        "rotation",
                        null,
                        "would keep nothing; write at least one frequency with a retention above 0, as in daily: 7");
            }
            return RotationScheme.DEFAULT;
        }
    }

    private static Retention retention(String text) {
        try {
            return Retention.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a retention; write a number from 0, or always", e);
        }
    }

    private static String unknown(String name) {
        return Suggestion.nearest(name, FREQUENCIES)
                .map(frequency -> "is not a frequency; did you mean " + frequency + "?")
                .orElse("is not a frequency; write one of " + String.join(", ", FREQUENCIES));
    }
}
