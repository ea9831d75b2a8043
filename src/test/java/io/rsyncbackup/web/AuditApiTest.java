package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.backup.DaemonHooks;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditApiTest extends ServerTest {
    private static List<JsonNode> entries(String query) {
        Http.Answer answer = http.get("/api/v1/audit?limit=500" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("items").valueStream().toList();
    }

    /** Of this request; it is written when the answer is on its way already. */
    private static JsonNode entry(Http.Answer answer) {
        String id = answer.header("X-Request-Id");
        return Awaitility.await()
                .until(
                        () -> entries("").stream()
                                .filter(entry ->
                                        entry.path("requestId").asString().equals(id))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void tellsWhoDidWhatWhenAndFromWhere() {
        JsonNode entry = entry(
                http.post("/api/v1/plans/laptop/runs?require=saved", "{\"note\":\"hush\"}", "X-Request-Id", "audit-1"));
        assertThat(entry.path("caller").asString()).isEqualTo("admin");
        assertThat(entry.path("tokenId").asString()).isEqualTo("configuration:admin");
        assertThat(entry.path("at").asString()).isEqualTo("2026-11-22T20:00:00.000Z");
        assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.path("method").asString()).isEqualTo("POST");
        assertThat(entry.path("path").asString()).isEqualTo("/api/v1/plans/laptop/runs");
        assertThat(entry.path("action").asString()).isEqualTo("startRun");
        assertThat(entry.path("plan").asString()).isEqualTo("laptop");
        assertThat(entry.path("status").asInt()).isEqualTo(202);
        assertThat(entry.path("outcome").asString()).isEqualTo("done");
        assertThat(entry.path("requestId").asString()).isEqualTo("audit-1");
        assertThat(entry.toString()).doesNotContain("hush", "saved");
    }

    @Test
    void tellsOfWhatFailedAndWhatWasRefused() {
        JsonNode failed = entry(http.post("/api/v1/plans/laptop/runs", "{\"steps\":[\"x\"]}"));
        assertThat(failed.path("outcome").asString()).isEqualTo("failed");
        assertThat(failed.path("status").asInt()).isEqualTo(400);
        JsonNode refused = entry(http.as(FakeServer.METRICS).get("/api/v1/plans"));
        assertThat(refused.path("caller").asString()).isEqualTo("prometheus");
        assertThat(refused.path("status").asInt()).isEqualTo(403);
        assertThat(refused.path("outcome").asString()).isEqualTo("refused");
        JsonNode unknown = entry(http.as("bks_stolen").get("/api/v1/plans?token=bks_secret"));
        assertThat(unknown.path("status").asInt()).isEqualTo(401);
        assertThat(unknown.has("caller")).isFalse();
        assertThat(unknown.toString()).doesNotContain("bks_");
        assertThat(entry(http.get("/api/v1/plans", "Origin", "https://evil.example"))
                        .path("status")
                        .asInt())
                .isEqualTo(403);
    }

    @Test
    void isSilentAboutWhatOnlyLooks() {
        List<Http.Answer> looks = List.of(
                http.get("/api/v1/plans"),
                http.post("/api/v1/plans/laptop/rotation/preview", "{}"),
                http.get("/api/v1/plans/nothing"));
        // whatever was written of them would be by now
        entry(http.post("/api/v1/plans/pushed/runs", "{}"));
        String log = entries("").toString();
        looks.forEach(look -> assertThat(log).doesNotContain(look.header("X-Request-Id")));
    }

    @Test
    void neverHoldsTheTextOfAToken() {
        Http.Answer given = http.post("/api/v1/tokens", "{\"name\":\"audited\",\"role\":\"viewer\"}");
        String text = given.json().path("token").asString();
        assertThat(entry(http.as(text).post("/api/v1/tokens", "{\"name\":\"more\",\"role\":\"admin\"}"))
                        .path("caller")
                        .asString())
                .isEqualTo("audited");
        String one = "/api/v1/tokens/" + given.json().path("id").asString();
        assertThat(entry(http.send("DELETE", one, null)).path("action").asString())
                .isEqualTo("deleteToken");
        assertThat(entries("").toString()).doesNotContain(text).doesNotContain("bks_");
    }

    @Test
    void knowsThePlanOfTheRunThatWasCancelled() {
        String run = startRun();
        JsonNode cancelled = entry(http.post("/api/v1/runs/" + run + "/cancel", ""));
        assertThat(cancelled.path("plan").asString()).isEqualTo("laptop");
        assertThat(cancelled.path("run").asString()).isEqualTo(run);
        assertThat(entries("&plan=laptop&action=cancelRun")).contains(cancelled);
    }

    @Test
    void knowsThePlanOfTheRunThatADaemonsHookStarted() {
        server.hooks.answer =
                new DaemonHooks.Answer("pushed", DaemonHooks.Outcome.RUN, "pushed", server.runs.get(startRun()));
        JsonNode pushed = entry(http.post(
                "/api/v1/hooks/rsync-daemon",
                "phase=post&RSYNC_MODULE_PATH=%2Fmnt%2Flatest&RSYNC_PID=4711&RSYNC_EXIT_STATUS=0",
                "Content-Type",
                "application/x-www-form-urlencoded"));
        assertThat(pushed.path("plan").asString()).isEqualTo("pushed");
        assertThat(pushed.has("run")).isTrue();
    }

    @Test
    void namesTheTokenThatWasGivenOrTakenAway() {
        Http.Answer given = http.post("/api/v1/tokens", "{\"name\":\"named\",\"role\":\"viewer\"}");
        String id = given.json().path("id").asString();
        assertThat(entry(given).path("subject").asString()).isEqualTo(id + " named");
        assertThat(entry(http.send("DELETE", "/api/v1/tokens/" + id, null))
                        .path("subject")
                        .asString())
                .isEqualTo(id + " named");
    }

    @Test
    void refusesWhatNoDatabaseTakes() {
        for (String query : List.of("caller=a%00b", "action=a%00b", "plan=a%00b")) {
            assertThat(http.get("/api/v1/audit?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(http.get("/api/v1/plans/laptop/snapshots?cursor=" + Page.encode("17 2026\0"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void isReadByFiltersAndPages() {
        entry(http.post("/api/v1/plans/laptop/runs", "{}"));
        entry(http.post("/api/v1/plans/pushed/runs", "{}"));
        assertThat(entries("&plan=pushed&action=startRun&caller=admin&outcome=done"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.path("plan").asString()).isEqualTo("pushed"));
        assertThat(entries("&caller=nobody")).isEmpty();
        assertThat(entries("&until=2026-11-22T20:00:00Z")).isEmpty();
        JsonNode first = http.get("/api/v1/audit?limit=1").json();
        JsonNode second = http.get(
                        "/api/v1/audit?limit=1&cursor=" + first.path("next").asString())
                .json();
        assertThat(second.path("items").path(0).path("id").asLong())
                .isLessThan(first.path("items").path(0).path("id").asLong());
        assertThat(http.get("/api/v1/audit?cursor=x").problem()).isEqualTo("invalid-request");
        assertThat(http.get("/api/v1/audit?outcome=x").problem()).isEqualTo("invalid-request");
    }

    @Test
    void strangersCannotFillIt() {
        for (int i = 0; i < 30; i++) {
            http.as(null).get("/api/v1/plans", "X-Forwarded-For", "192.0.2.99");
        }
        entry(http.post("/api/v1/plans/laptop/runs", "{}"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(entries("&outcome=refused"))
                        .filteredOn(entry -> entry.path("address").asString().equals("192.0.2.99"))
                        .hasSize(20));
    }
}
