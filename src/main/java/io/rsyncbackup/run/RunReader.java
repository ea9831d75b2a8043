package io.rsyncbackup.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads runs with their steps. */
@Repository
class RunReader {
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,18}) ([0-9A-Z]{26})");
    private static final String SELECT = """
            select run.*, case when state = 'queued' then (
                select count(*) from run ahead where ahead.state = 'queued'
                    and (ahead.queued_at < run.queued_at or (ahead.queued_at = run.queued_at and ahead.id <= run.id)))
                end as queue_position
            from run""";

    private final JdbcClient jdbc;
    private final StepStore steps;

    RunReader(JdbcClient jdbc, StepStore steps) {
        this.jdbc = jdbc;
        this.steps = steps;
    }

    Optional<Run> find(String id) {
        return some("where id = :id", Map.of("id", id)).stream().findFirst();
    }

    Optional<RunState> state(String id) {
        return jdbc.sql("select state from run where id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .map(state -> Columns.constant(RunState.class, state));
    }

    Optional<Run> active(String plan) {
        return some("where plan = :plan and state in ('queued', 'running')", Map.of("plan", plan)).stream()
                .findFirst();
    }

    Optional<Run> last(String plan) {
        return some(
                        "where plan = :plan and dry_run = 0 and state not in ('queued', 'running') order by queued_at desc, id desc limit 1",
                        Map.of("plan", plan))
                .stream()
                .findFirst();
    }

    /** Oldest first. */
    List<Run> queued() {
        return some("where state = 'queued' order by queued_at, id", Map.of());
    }

    List<Run> running() {
        return some("where state = 'running' order by id", Map.of());
    }

    List<Run> running(String node) {
        return some("where state = 'running' and node = :node order by id", Map.of("node", node));
    }

    /** The run that writes to the destination now. */
    Optional<Run> writer(String destinationKey) {
        return some("where destination_key = :key and state = 'running'", Map.of("key", destinationKey)).stream()
                .findFirst();
    }

    long queueLength() {
        return jdbc.sql("select count(*) from run where state = 'queued'")
                .query(Long.class)
                .single();
    }

    RunPage list(RunFilter filter, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit must be 1 to 500: " + limit);
        }
        List<String> conditions = new ArrayList<>();
        Map<String, Object> parameters = new LinkedHashMap<>();
        among(conditions, parameters, "plan", filter.plans(), Function.identity());
        among(conditions, parameters, "state", filter.states(), RunState::text);
        among(conditions, parameters, "triggered_by", filter.triggers(), Trigger::text);
        among(conditions, parameters, "reason", filter.reasons(), RunReason::text);
        bound(conditions, parameters, "queued_at >= :since", "since", filter.since());
        bound(conditions, parameters, "queued_at < :until", "until", filter.until());
        if (cursor != null) {
            Matcher position = position(cursor);
            conditions.add("(queued_at < :cursorTime or (queued_at = :cursorTime and id < :cursorId))");
            parameters.put("cursorTime", Long.valueOf(position.group(1)));
            parameters.put("cursorId", position.group(2));
        }
        parameters.put("limit", limit + 1);
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        List<Run> runs = some(where + " order by queued_at desc, id desc limit :limit", parameters);
        if (runs.size() <= limit) {
            return new RunPage(runs, null);
        }
        List<Run> page = List.copyOf(runs.subList(0, limit));
        Run last = page.getLast();
        String next = last.queuedAt().toEpochMilli() + " " + last.id();
        return new RunPage(
                page, Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Matcher position(String cursor) {
        try {
            Matcher matcher =
                    CURSOR.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
            if (matcher.matches()) {
                return matcher;
            }
        } catch (IllegalArgumentException e) {
            // not Base64: as wrong as anything else
        }
        throw new IllegalArgumentException("the cursor is not one of ours; take it from \"next\" of the page before");
    }

    private static <T> void among(
            List<String> conditions,
            Map<String, Object> parameters,
            String column,
            Set<T> values,
            Function<T, String> text) {
        if (!values.isEmpty()) {
            conditions.add(column + " in (:" + column + ")");
            parameters.put(column, values.stream().map(text).toList());
        }
    }

    private static void bound(
            List<String> conditions,
            Map<String, Object> parameters,
            String condition,
            String name,
            @Nullable Instant time) {
        if (time != null) {
            conditions.add(condition);
            parameters.put(name, time.toEpochMilli());
        }
    }

    private List<Run> some(String where, Map<String, ?> parameters) {
        List<Run> rows = jdbc.sql(SELECT + " " + where)
                .params(parameters)
                .query((row, number) -> RunRows.read(row))
                .list();
        Map<String, List<RunStep>> found = steps.of(rows.stream().map(Run::id).toList());
        return rows.stream()
                .map(run -> run.withSteps(found.getOrDefault(run.id(), List.of())))
                .toList();
    }
}
