package io.rsyncbackup.run;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of rows and events: absent values left out, independent of how the API is configured. */
final class Documents {
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                    inclusion -> inclusion.withValueInclusion(Include.NON_NULL).withContentInclusion(Include.NON_NULL))
            .build();
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

    private Documents() {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    static Map<String, Object> read(String json) {
        return JSON.readValue(json, DOCUMENT);
    }

    static Map<String, String> readTexts(String json) {
        return JSON.readValue(json, TEXTS);
    }

    static List<String> readList(String json) {
        return JSON.readValue(json, LIST);
    }

    static RunRequest readRequest(String json) {
        return JSON.readValue(json, RunRequest.class);
    }

    static Progress readProgress(String json) {
        return JSON.readValue(json, Progress.class);
    }

    static String state(Run run) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("state", run.state().text());
        put(data, "reason", run.reason() == null ? null : run.reason().text());
        put(data, "message", run.message());
        put(data, "startedAt", run.startedAt());
        put(data, "endedAt", run.endedAt());
        put(data, "durationSeconds", seconds(run.duration()));
        put(data, "cancelRequestedAt", run.cancelRequestedAt());
        put(data, "cancelledBy", run.cancelledBy());
        return write(data);
    }

    static String step(RunStep step) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", step.name().text());
        data.put("state", step.state().text());
        put(data, "reason", step.reason() == null ? null : step.reason().text());
        put(data, "message", step.message());
        put(data, "startedAt", step.startedAt());
        put(data, "endedAt", step.endedAt());
        put(data, "durationSeconds", seconds(step.duration()));
        data.put("attempts", step.attempts());
        put(data, "exitCode", step.exitCode());
        return write(data);
    }

    static String logGrew(long offset, long size) {
        return "{\"offset\":" + offset + ",\"size\":" + size + "}";
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    private static void put(Map<String, Object> data, String key, @Nullable Object value) {
        if (value != null) {
            data.put(key, value instanceof Instant instant ? instant.toString() : value);
        }
    }
}
