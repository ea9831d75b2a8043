package io.rsyncbackup.access;

import io.rsyncbackup.access.AuditEntry.Outcome;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which entries to show; an empty set and an absent value mean all. */
public record AuditFilter(
        Set<String> callers,
        Set<String> actions,
        Set<String> plans,
        Set<Outcome> outcomes,
        @Nullable Instant since,
        @Nullable Instant until) {
    public AuditFilter {
        callers = Set.copyOf(callers);
        actions = Set.copyOf(actions);
        plans = Set.copyOf(plans);
        outcomes = Set.copyOf(outcomes);
    }
}
