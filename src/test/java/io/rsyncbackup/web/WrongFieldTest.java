package io.rsyncbackup.web;

import static io.rsyncbackup.web.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.RunState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong parameter or field is named, with what was expected. */
class WrongFieldTest extends ServerTest {
    String run;

    @BeforeEach
    void endARun() {
        run = startRun();
        server.runs.end(run, RunState.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/runs?limit=0|limit",
                "/api/v1/runs?limit=501|limit",
                "/api/v1/runs?limit=many|limit",
                "/api/v1/runs?limit=99999999999|limit",
                "/api/v1/runs?cursor=%F0%9F%98%80|cursor",
                "/api/v1/runs?cursor=stale|cursor",
                "/api/v1/runs?state=done|state",
                "/api/v1/runs?state=FAILED|state",
                "/api/v1/runs?state=failed,gone|state",
                "/api/v1/runs?trigger=cron|trigger",
                "/api/v1/runs?reason=bad-luck|reason",
                "/api/v1/runs?plan=Laptop|plan",
                "/api/v1/runs?since=yesterday|since",
                "/api/v1/runs?until=2026-13-01T00:00:00Z|until",
                "/api/v1/runs?since=-999999999-01-01T00:00:00Z|since",
                "/api/v1/plans?limit=-1|limit",
                "/api/v1/plans?cursor=abc|cursor",
                "/api/v1/plans/laptop/snapshots?limit=x|limit",
                "/api/v1/plans/laptop/snapshots?cursor=YWJj|cursor",
                "/api/v1/plans/laptop/snapshots/latest|snapshot",
                "/api/v1/plans/Laptop|plan",
                "/api/v1/runs/a_b|run",
                "/api/v1/status?plain=maybe|plain",
                "/api/v1/status?strict=maybe|strict",
                "/api/v1/runs/RUN/log?follow=maybe|follow",
                "/api/v1/runs/RUN/log?from=1|from",
                "/api/v1/runs/RUN/log?follow=true&from=-1|from",
                "/api/v1/runs/RUN/log?follow=true&from=x|from"
            })
    void namesTheParameterThatIsWrong(String path, String field) {
        Http.Answer answer = http.get(path.replace("RUN", run));
        assertRefused(answer, 400);
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo(field);
        assertThat(answer.json().path("errors").path(0).path("message").asString())
                .startsWith(field.equals("from") && path.endsWith("log?from=1") ? "goes with" : "expected ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runs|{\"dryRun\":\"true\"}|dryRun|expected true or false",
                "runs|{\"dryRun\":1}|dryRun|expected true or false",
                "runs|{\"steps\":\"backup\"}|steps|expected a list, as in [\"…\"]",
                "runs|{\"steps\":[\"backup\",1]}|steps[1]|expected a string",
                "runs|{\"steps\":[\"mount\"]}|steps[0]|expected one of backup, snapshot, rotate",
                "runs|{\"steps\":[null]}|steps[0]|expected one of backup, snapshot, rotate",
                "runs|{\"steps\":[\"backup\",\"backup\"]}|steps|each step only once",
                "runs|{\"note\":7}|note|expected a string",
                "runs|{\"note\":\"a\\u0000b\"}|note|expected text without control characters",
                "runs|{\"expectedRotation\":\"../x\"}|expectedRotation|expected the fingerprint of a rotation preview",
                "runs|{\"source\":\"/etc\"}|source|is not known here; known are: allowDeletions, dryRun, expectedRotation, note, steps",
                "adopt|{\"initialise\":\"true\"}|initialise|expected true or false",
                "adopt|{\"initialize\":true}|initialize|is not known here; known are: initialise",
                "rotation/preview|{\"keep\":\"best\"}|keep|expected one of oldest, newest",
                "rotation/preview|{\"window\":1}|window|expected a string",
                "rotation/preview|{\"at\":\"now\"}|at|expected a time, as in 2026-11-22T18:05:09Z",
                "rotation/preview|{\"scheme\":{\"daily\":1.5}}|scheme.daily|expected a number from 0, or \"always\"",
                "rotation/preview|{\"scheme\":{\"daily\":null}}|scheme.daily|expected a number from 0, or \"always\""
            })
    void namesTheFieldThatIsWrong(String action, String body, String field, String message) {
        Http.Answer answer = http.post("/api/v1/plans/laptop/" + action, body);
        assertRefused(answer, 400);
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo(field);
        assertThat(answer.json().path("errors").path(0).path("message").asString())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scheme\":{}}",
                "{\"scheme\":{\"daily\":0}}",
                "{\"scheme\":{\"daily\":-1}}",
                "{\"scheme\":{\"fortnightly\":2}}",
                "{\"scheme\":{\"daily\":\"often\"}}"
            })
    void refusesASchemeThatIsNone(String body) {
        Http.Answer answer = http.post("/api/v1/plans/laptop/rotation/preview", body);
        assertRefused(answer, 400);
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo("scheme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/plans/laptop/runs?require=perfect",
                "/api/v1/plans/laptop/runs?ifActive=queue",
                "/api/v1/plans/pushed/runs"
            })
    void refusesWishesForARunThatCannotBe(String path) {
        assertRefused(http.post(path, "{\"steps\":[\"backup\"]}"), 400);
    }

    @Test
    void refusesIdempotencyKeysThatAreNone() {
        for (String key : List.of("", "a b", "x".repeat(256))) {
            Http.Answer answer = http.post("/api/v1/plans/laptop/runs", "{\"dryRun\":true}", "Idempotency-Key", key);
            assertRefused(answer, 400);
            assertThat(answer.json().path("errors").path(0).path("field").asString())
                    .isEqualTo("Idempotency-Key");
        }
    }
}
