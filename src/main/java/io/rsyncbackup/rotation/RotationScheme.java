package io.rsyncbackup.rotation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How many slots of which frequency stay. Never empty and never all zero: that would remove everything. */
public record RotationScheme(Map<Frequency, Retention> retentions) {
    public static final RotationScheme DEFAULT = new RotationScheme(Map.of(
            Frequency.HOURLY, new Retention.Count(24),
            Frequency.DAILY, new Retention.Count(7),
            Frequency.WEEKLY, new Retention.Count(4),
            Frequency.MONTHLY, new Retention.Always()));

    /** Zero counts are as if left out. */
    public RotationScheme {
        EnumMap<Frequency, Retention> kept = new EnumMap<>(Frequency.class);
        retentions.forEach((frequency, retention) -> {
            if (!retention.equals(new Retention.Count(0))) {
                kept.put(frequency, retention);
            }
        });
        if (kept.isEmpty()) {
            throw new IllegalArgumentException(
                    "a rotation scheme needs at least one frequency with a retention above 0, as in {daily: 7}");
        }
        retentions = Collections.unmodifiableMap(kept);
    }
}
