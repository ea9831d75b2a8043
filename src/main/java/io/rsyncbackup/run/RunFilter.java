package io.rsyncbackup.run;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which runs to list; empty sets and absent times do not restrict. {@code since} inclusive, {@code until} exclusive, by queuedAt. */
public record RunFilter(
        Set<String> plans,
        Set<RunState> states,
        Set<Trigger> triggers,
        Set<RunReason> reasons,
        @Nullable Instant since,
        @Nullable Instant until) {
    public static final RunFilter ALL = new RunFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, null);
}
