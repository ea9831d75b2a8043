package io.rsyncbackup.web;

import io.rsyncbackup.access.AuditEntry;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the OpenAPI document says of parameters, by their names, which mean the same everywhere. */
final class Descriptions {
    static final String NEXT = "The cursor of the next part; absent on the last one";

    static final String NO_SERVER =
            "What no server that is up has, so that no run of the plan can begin; absent when one can run it";

    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("plan", "The plan's name"),
            Map.entry("run", "The run's id"),
            Map.entry("snapshot", "The snapshot's name"),
            Map.entry("token", "The token's id"),
            Map.entry("If-Match", "Only when this is the plan's ETag, or * for a plan that is there"),
            Map.entry("If-None-Match", "* makes a plan only where there is none"),
            Map.entry("caller", "Only requests of these tokens or people, by name"),
            Map.entry("action", "Only these operations, by their id in this document"),
            Map.entry("outcome", "Only requests that ended so"),
            Map.entry("channel", "The channel's name"),
            Map.entry("limit", "How many to list at most"),
            Map.entry("cursor", "The `next` of an earlier answer: lists what follows"),
            Map.entry("Prefer", "`wait=SECONDS` waits for the run to end, at most 3600 seconds"),
            Map.entry(
                    "Idempotency-Key",
                    "Any text, unique per token and plan for 24 hours: the same request with the same key answers with the"
                            + " same run"),
            Map.entry("require", "Answers 424 when the run has ended otherwise; saved means succeeded or partial"),
            Map.entry(
                    "ifActive",
                    "What to do when the plan has an active run: fail, or join it if it does what is asked for"),
            Map.entry("state", "Only runs in one of these states"),
            Map.entry("trigger", "Only runs that were started by one of these"),
            Map.entry("reason", "Only runs that ended for one of these reasons"),
            Map.entry("since", "Only what was queued or happened at this time or later"),
            Map.entry("until", "Only what was queued or happened before this time"),
            Map.entry("follow", "Goes on until the run has ended"),
            Map.entry("from", "With follow: the first byte"),
            Map.entry("Range", "One range of bytes, as in `bytes=500-`"),
            Map.entry("If-Range", "Answers with the whole log, since a log has no validator"),
            Map.entry("Last-Event-ID", "The id of the last event that was received: tells what followed it"),
            Map.entry("plain", "Answers with a table for people"),
            Map.entry("strict", "Answers 503 when something is not well"));

    private static final Map<String, List<String>> KNOWN = Map.of(
            "require", List.of("succeeded", "saved"),
            "ifActive", List.of("fail", "join"),
            "state", texts(RunState.class),
            "trigger", texts(Trigger.class),
            "reason", texts(RunReason.class),
            "outcome", texts(AuditEntry.Outcome.class));

    private Descriptions() {}

    static String ofParameter(String name) {
        String text = PARAMETERS.get(name);
        if (text == null) {
            throw new IllegalStateException("the parameter " + name + " has no description");
        }
        return text;
    }

    /** What a parameter takes; empty where it takes any text. */
    static List<String> values(String name) {
        return KNOWN.getOrDefault(name, List.of());
    }

    static boolean isFlag(String name) {
        return name.equals("follow") || name.equals("plain") || name.equals("strict");
    }

    static boolean isTime(String name) {
        return name.equals("since") || name.equals("until");
    }

    private static List<String> texts(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Parameters::text).toList();
    }
}
