package io.rsyncbackup.cluster;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server, as it says of itself.
 *
 * @param labels what it can reach that others cannot
 * @param plans fingerprints of the plans of its configuration by their names; absent for a server of an older version, which
 *     says nothing of them
 * @param url where other servers reach it; absent: nowhere
 */
public record Member(
        String id,
        Set<String> labels,
        @Nullable Map<String, String> plans,
        @Nullable URI url) {
    /** Also true of one that does not tell. */
    boolean mayConfigure(String plan) {
        return plans == null || plans.containsKey(plan);
    }
}
