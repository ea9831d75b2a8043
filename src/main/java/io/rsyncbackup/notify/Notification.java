package io.rsyncbackup.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is told, as a webhook's receiver gets it.
 *
 * @param id the same at each attempt: what was received before can be left aside
 * @param event an occasion or one of the constants here
 * @param subject one line for people
 * @param text what a person needs to know and can do now
 * @param ended of a recovery: what is over
 */
record Notification(
        String id,
        String event,
        @Nullable String plan,
        Instant at,
        String subject,
        String text,
        @Nullable AboutRun run,
        @Nullable Instant lastSuccessAt,
        @Nullable Integer consecutiveFailures,
        @Nullable List<String> ended,
        @Nullable String server) {
    static final String TEST = "test";
    static final String STARTED = "started";
    static final String SUCCEEDED = "succeeded";

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** The run that something happened to. */
    record AboutRun(
            String id,
            String state,
            @Nullable String reason,
            @Nullable String message,
            String trigger,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Double durationSeconds,
            @Nullable String snapshot,
            @Nullable List<String> warnings) {}

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static Notification ofJson(String json) {
        return JSON.readValue(json, Notification.class);
    }
}
