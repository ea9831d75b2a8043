package io.rsyncbackup.plan;

/** What to back up, where to, and how long to keep it; has a name. */
public record Plan(String name, Origin origin, long version, PlanSpec spec) {
    /** Where it was written down. */
    public enum Origin {
        CONFIGURATION,
        API
    }
}
