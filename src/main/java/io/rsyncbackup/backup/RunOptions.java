package io.rsyncbackup.backup;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wishes of a caller that are frozen into a run besides its steps. */
record RunOptions(@Nullable String expectedRotation, boolean allowDeletions) {
    private static final String EXPECTED_ROTATION = "expectedRotation";
    private static final String ALLOW_DELETIONS = "allowDeletions";

    static RunOptions of(Map<String, String> options) {
        return new RunOptions(options.get(EXPECTED_ROTATION), Boolean.parseBoolean(options.get(ALLOW_DELETIONS)));
    }

    Map<String, String> toMap() {
        Map<String, String> options = new HashMap<>();
        if (expectedRotation != null) {
            options.put(EXPECTED_ROTATION, expectedRotation);
        }
        if (allowDeletions) {
            options.put(ALLOW_DELETIONS, "true");
        }
        return options;
    }
}
