package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.backup.StartRequest;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.ShuttingDownException;
import io.rsyncbackup.run.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RunApiTest extends ServerTest {
    private static final String RUNS = "/api/v1/plans/laptop/runs";

    @Test
    void startsARunAndSaysWhereItIs() {
        Http.Answer answer = http.send("POST", RUNS, null);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location"))
                .isEqualTo("/api/v1/runs/" + answer.json().path("id").asString());
        assertThat(answer.header("Vary")).contains("Prefer");
        assertThat(answer.json().path("state").asString()).isEqualTo("queued");
        assertThat(answer.json().path("requestedBy").asString()).isEqualTo("admin");
    }

    @Test
    void showsARunAsTheContractSays() {
        String id = startRun("{\"note\":\"before the upgrade\",\"steps\":[\"snapshot\",\"backup\"]}");
        JsonNode queued = http.get("/api/v1/runs/" + id).json();
        assertThat(queued.path("queuedAt").asString()).isEqualTo("2026-11-22T18:05:09.123Z");
        assertThat(queued.path("queuePosition").asInt()).isEqualTo(1);
        assertThat(queued.path("note").asString()).isEqualTo("before the upgrade");
        assertThat(queued.path("requestedSteps").toString()).isEqualTo("[\"backup\",\"snapshot\"]");
        assertThat(queued.path("progress").path("percent").asDouble()).isEqualTo(41.5);
        assertThat(queued.toString()).doesNotContain("null");
        server.runs.end(id, RunState.PARTIAL);
        JsonNode ended = http.get("/api/v1/runs/" + id).json();
        assertThat(ended.path("state").asString()).isEqualTo("partial");
        assertThat(ended.path("reason").asString()).isEqualTo("unreadable-files");
        assertThat(ended.path("durationSeconds").asDouble()).isEqualTo(73.2);
        assertThat(ended.path("snapshot").asString()).isEqualTo("2026-11-22T180509Z");
        assertThat(ended.path("transfer").path("filesTotal").asInt()).isEqualTo(1);
        assertThat(ended.path("steps").path(0).path("name").asString()).isEqualTo("backup");
        assertThat(ended.has("warnings")).isFalse();
    }

    @Test
    void answers200AtOnceWhenTheRunEndsWhileItIsWaitedFor() throws Exception {
        CompletableFuture<Http.Answer> waiting =
                CompletableFuture.supplyAsync(() -> http.post(RUNS, "{}", "Prefer", "respond-async, wait=60"));
        Awaitility.await().until(() -> server.runs.active("laptop").isPresent());
        server.runs.end(server.runs.active("laptop").orElseThrow().id(), RunState.SUCCEEDED);
        Http.Answer answer = waiting.get(10, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=60");
        assertThat(answer.json().path("state").asString()).isEqualTo("succeeded");
    }

    @Test
    void answers202WhenTheWaitIsOverFirst() {
        long start = System.nanoTime();
        Http.Answer answer = http.post(RUNS, "{}", "Prefer", "wait=1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(answer.status()).isEqualTo(202);
        Http.Answer again = http.get("/api/v1/runs/" + answer.json().path("id").asString(), "Prefer", "wait=1");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Preference-Applied")).isEqualTo("wait=1");
    }

    @Test
    void aWaitEndsWithTheServerAndNotAfterAnHour() throws Exception {
        FakeServer stopping = new FakeServer(directory);
        CompletableFuture<Http.Answer> waiting =
                CompletableFuture.supplyAsync(() -> stopping.http.post(RUNS, "{}", "Prefer", "wait=3600"));
        Awaitility.await().until(() -> stopping.runs.active("laptop").isPresent());
        stopping.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded, succeeded, 200",
        "succeeded, partial, 424",
        "succeeded, failed, 424",
        "saved, succeeded, 200",
        "saved, partial, 200",
        "saved, failed, 424",
        "saved, skipped, 424",
        "saved, cancelled, 424"
    })
    void requiresHowARunEnds(String require, String state, int status) throws Exception {
        CompletableFuture<Http.Answer> waiting =
                CompletableFuture.supplyAsync(() -> http.post(RUNS + "?require=" + require, "{}", "Prefer", "wait=60"));
        Awaitility.await().until(() -> server.runs.active("laptop").isPresent());
        String id = server.runs.active("laptop").orElseThrow().id();
        server.runs.end(id, Parameters.one(RunState.class, "state", state));
        Http.Answer answer = waiting.get(10, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(status);
        if (status == 424) {
            assertThat(answer.problem()).isEqualTo("run-not-successful");
            assertThat(answer.json().path("runId").asString()).isEqualTo(id);
            assertThat(answer.json().path("run").path("state").asString()).isEqualTo(state);
        }
    }

    @Test
    void aRunThatHasNotEndedMissesNoRequirement() {
        assertThat(http.post(RUNS + "?require=succeeded", "{}").status()).isEqualTo(202);
    }

    @Test
    void namesTheActiveRunInsteadOfStartingAnother() {
        String id = startRun();
        Http.Answer answer = http.post(RUNS, "{}");
        assertThat(answer.problem()).isEqualTo("run-already-active");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("runId").asString()).isEqualTo(id);
        assertThat(answer.json().path("plan").asString()).isEqualTo("laptop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}|202",
                "{}|{\"steps\":[\"rotate\"]}|202",
                "{\"steps\":[\"backup\",\"snapshot\"]}|{\"steps\":[\"snapshot\"]}|202",
                "{\"steps\":[\"snapshot\"]}|{\"steps\":[\"backup\",\"snapshot\"]}|409",
                "{\"steps\":[\"snapshot\"]}|{}|409",
                "{\"dryRun\":true}|{}|409",
                "{}|{\"dryRun\":true}|409"
            })
    void joinsAnActiveRunThatDoesWhatIsAskedFor(String first, String second, int status) {
        String id = startRun(first);
        Http.Answer answer = http.post(RUNS + "?ifActive=join", second);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path(status == 202 ? "id" : "runId").asString())
                .isEqualTo(id);
    }

    @Test
    void repeatsTheAnswerForTheSameIdempotencyKey() {
        Http.Answer first = http.post(RUNS, "{\"dryRun\": false}", "Idempotency-Key", "k-1");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        Http.Answer again = http.send("POST", RUNS, null, "Idempotency-Key", "k-1");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        Http.Answer other = http.post(RUNS, "{\"dryRun\": true}", "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(other.json().path("runId")).isEqualTo(first.json().path("id"));
    }

    @Test
    void listsRunsByWhatTheFiltersSay() {
        startRun();
        Http.Answer answer = http.get(
                "/api/v1/runs?plan=laptop&plan=pushed&state=failed&state=partial&trigger=catch-up&reason=out-of-space,timeout"
                        + "&since=2026-11-22T18:00:00%2B01:00&until=2026-11-23T00:00:00Z&limit=1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("items").size()).isEqualTo(1);
        assertThat(answer.json().has("next")).isFalse();
        var filter = server.runs.lastFilter;
        assertThat(filter.plans()).containsExactlyInAnyOrder("laptop", "pushed");
        assertThat(filter.states()).containsExactlyInAnyOrder(RunState.FAILED, RunState.PARTIAL);
        assertThat(filter.triggers()).containsExactly(Trigger.CATCH_UP);
        assertThat(filter.reasons()).containsExactlyInAnyOrder(RunReason.OUT_OF_SPACE, RunReason.TIMEOUT);
        assertThat(filter.since()).isEqualTo(Instant.parse("2026-11-22T17:00:00Z"));
        assertThat(filter.until()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void cancelsAnActiveRunOnce() {
        String id = startRun();
        Http.Answer answer = http.send("POST", "/api/v1/runs/" + id + "/cancel", null);
        assertThat(answer.status()).isEqualTo(202);
        Http.Answer again = http.send("POST", "/api/v1/runs/" + id + "/cancel", null);
        assertThat(again.problem()).isEqualTo("run-not-active");
        assertThat(again.json().path("runId").asString()).isEqualTo(id);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(http.get("/api/v1/runs/01JX").problem()).isEqualTo("run-not-found");
        assertThat(http.get("/api/v1/runs/01JX/log").problem()).isEqualTo("run-not-found");
        assertThat(http.get("/api/v1/runs/01JX/events").problem()).isEqualTo("run-not-found");
        assertThat(http.get("/api/v1/plans/nas").problem()).isEqualTo("plan-not-found");
        assertThat(http.post("/api/v1/plans/nas/runs", "{}").problem()).isEqualTo("plan-not-found");
        assertThat(http.get("/api/v1/nothing").problem()).isEqualTo("not-found");
    }

    @Test
    void saysThatItIsStopping() {
        server.backups.failure = new ShuttingDownException();
        Http.Answer answer = http.post(RUNS, "{}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("shutting-down");
        assertThat(answer.header("Retry-After")).isEqualTo("10");
    }

    @Test
    void theSameWishHasTheSameHashHoweverItIsWritten() {
        StartRequest nothing = RunStart.orDefault(null).toStartRequest();
        assertThat(new RunStart(null, false, null, null, false).toStartRequest())
                .isEqualTo(nothing);
        assertThat(new RunStart(null, false, null, null, null).hash())
                .isEqualTo(RunStart.orDefault(null).hash());
        assertThat(new RunStart(java.util.List.of(), null, null, null, null).hash())
                .isEqualTo(RunStart.orDefault(null).hash());
        assertThat(new RunStart(null, true, null, null, null).hash())
                .isNotEqualTo(RunStart.orDefault(null).hash());
    }
}
