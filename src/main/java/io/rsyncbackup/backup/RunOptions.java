package io.rsyncbackup.backup;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is frozen into a run besides its steps.
 *
 * @param latestPartial whoever filled latest could not write all of it
 * @param snapshot what a delete run removes; absent of all others
 */
record RunOptions(
        @Nullable String expectedRotation,
        boolean allowDeletions,
        boolean latestPartial,
        @Nullable String snapshot) {
    private static final String EXPECTED_ROTATION = "expectedRotation";
    private static final String ALLOW_DELETIONS = "allowDeletions";
    private static final String LATEST_PARTIAL = "latestPartial";
    private static final String SNAPSHOT = "snapshot";

    RunOptions(@Nullable String expectedRotation, boolean allowDeletions, boolean latestPartial) {
        this(expectedRotation, allowDeletions, latestPartial, null);
    }

    static RunOptions delete(String snapshot) {
        return new RunOptions(null, false, false, snapshot);
    }

    static RunOptions of(Map<String, String> options) {
        return new RunOptions(
                options.get(EXPECTED_ROTATION),
                Boolean.parseBoolean(options.get(ALLOW_DELETIONS)),
                Boolean.parseBoolean(options.get(LATEST_PARTIAL)),
                options.get(SNAPSHOT));
    }

    Map<String, String> toMap() {
        Map<String, String> options = new HashMap<>();
        if (expectedRotation != null) {
            options.put(EXPECTED_ROTATION, expectedRotation);
        }
        if (allowDeletions) {
            options.put(ALLOW_DELETIONS, "true");
        }
        if (latestPartial) {
            options.put(LATEST_PARTIAL, "true");
        }
        if (snapshot != null) {
            options.put(SNAPSHOT, snapshot);
        }
        return options;
    }
}
