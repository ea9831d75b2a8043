package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TokenApiTest extends ServerTest {
    private static final String TOKENS = "/api/v1/tokens";

    @AfterEach
    void takeAllAway() {
        http.get(TOKENS).json().path("items").forEach(token -> {
            if (!token.path("id").asString().startsWith("configuration:")) {
                http.send("DELETE", TOKENS + "/" + token.path("id").asString(), null);
            }
        });
    }

    private static JsonNode give(String body) {
        Http.Answer answer = http.post(TOKENS, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static Http with(String role) {
        return http.as(give("{\"name\":\"a %s\",\"role\":\"%s\"}".formatted(role, role))
                .path("token")
                .asString());
    }

    @Test
    void aTokenIsShownOnceAndWorksUntilItIsTakenAway() {
        JsonNode given = give("{\"name\":\"ansible\",\"role\":\"operator\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}");
        String text = given.path("token").asString();
        assertThat(text).matches("bks_[A-Za-z0-9_-]{43}");
        assertThat(given.path("createdBy").asString()).isEqualTo("admin");
        assertThat(http.as(text).get("/api/v1/plans").status()).isEqualTo(200);
        String list = http.get(TOKENS).text();
        assertThat(list).contains("ansible", "2027-01-01T00:00:00.000Z", "lastUsedAt", "configuration:prometheus");
        assertThat(list).doesNotContain(text).doesNotContain("hash");
        String one = TOKENS + "/" + given.path("id").asString();
        assertThat(http.send("DELETE", one, null).status()).isEqualTo(204);
        assertThat(http.as(text).get("/api/v1/plans").problem()).isEqualTo("unauthorized");
        assertThat(http.send("DELETE", one, null).problem()).isEqualTo("token-not-found");
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        give("{\"name\":\"taken\",\"role\":\"viewer\"}");
        assertThat(refusal("{\"name\":\"taken\",\"role\":\"viewer\"}")).isEqualTo("token-name-taken");
        assertThat(refusal("{\"name\":\"prometheus\",\"role\":\"viewer\"}")).isEqualTo("token-name-taken");
        for (String body : List.of(
                "{}",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"role\":\"root\"}",
                "{\"name\":\"x\\r\\nSet-Cookie: a=b\",\"role\":\"viewer\"}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"plans\":[]}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"plans\":[null]}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"plans\":[\"lapptop\"]}",
                "{\"name\":\"x\",\"role\":\"admin\",\"plans\":[\"laptop\"]}",
                "{\"name\":\"x\",\"role\":\"metrics\",\"plans\":[\"laptop\"]}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"token\":\"bks_mine\"}")) {
            assertThat(refusal(body)).as(body).isEqualTo("invalid-request");
        }
        assertThat(http.send("DELETE", TOKENS + "/configuration:prometheus", null)
                        .problem())
                .isEqualTo("token-not-found");
    }

    private static String refusal(String body) {
        return http.post(TOKENS, body).problem();
    }

    @Test
    void rolesMayWhatTheirNamesSay() {
        assertThat(allowed(with("viewer"))).isEqualTo(Set.of("read"));
        assertThat(allowed(with("operator"))).isEqualTo(Set.of("read", "run", "cancel", "pin"));
        assertThat(allowed(with("metrics"))).isEmpty();
        assertThat(allowed(with("admin"))).contains("read", "run", "delete", "adopt", "token");
    }

    /** The permissions of the endpoints that answered something else than that one may not. */
    private static Set<String> allowed(Http caller) {
        Set<String> allowed = new TreeSet<>();
        for (Endpoint endpoint : Endpoint.all(server, "01JD")) {
            if (endpoint.pattern().startsWith("/api")
                    && !endpoint.send(caller, endpoint.takesBody() ? "{}" : null)
                            .text()
                            .contains("problems/forbidden")) {
                allowed.add(permission(endpoint));
            }
        }
        return allowed;
    }

    private static String permission(Endpoint endpoint) {
        return Endpoint.mappings(server).getHandlerMethods().entrySet().stream()
                .filter(entry -> entry.getKey().getPatternValues().contains(endpoint.pattern())
                        && entry.getKey().getMethodsCondition().getMethods().contains(endpoint.method()))
                .map(entry -> entry.getValue()
                        .getMethodAnnotation(Requires.class)
                        .value()
                        .text())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void metricsMayScrapeAndAskForHealthOnly() {
        Http metrics = with("metrics");
        assertThat(metrics.get("/actuator/prometheus").status()).isEqualTo(200);
        assertThat(metrics.get("/actuator/health/liveness").status()).isEqualTo(200);
        // the group's members are in another room
        assertThat(metrics.get("/actuator/health/backups").status()).isNotIn(401, 403);
        assertThat(metrics.get("/actuator/info").problem()).isEqualTo("forbidden");
        assertThat(metrics.get("/actuator/loggers").problem()).isEqualTo("forbidden");
    }

    @Test
    void whoIsLimitedToSomePlansSeesNoOther() {
        String other = startRun();
        Http limited = http.as(give("{\"name\":\"pusher\",\"role\":\"operator\",\"plans\":[\"pushed\"]}")
                .path("token")
                .asString());
        assertThat(limited.get("/api/v1/plans/laptop").problem()).isEqualTo("plan-not-found");
        assertThat(limited.get("/api/v1/plans/laptop").json().path("detail").asString())
                .isEqualTo(limited.get("/api/v1/plans/nothing")
                        .json()
                        .path("detail")
                        .asString()
                        .replace("nothing", "laptop"));
        assertThat(limited.post("/api/v1/plans/laptop/runs", "{}").problem()).isEqualTo("plan-not-found");
        assertThat(limited.get("/api/v1/plans/laptop/snapshots").problem()).isEqualTo("plan-not-found");
        assertThat(limited.get("/api/v1/runs/" + other).problem()).isEqualTo("run-not-found");
        assertThat(limited.get("/api/v1/runs/" + other + "/log").problem()).isEqualTo("run-not-found");
        assertThat(limited.get("/api/v1/runs/" + other + "/events").problem()).isEqualTo("run-not-found");
        assertThat(limited.post("/api/v1/runs/" + other + "/cancel", null).problem())
                .isEqualTo("run-not-found");
        assertThat(names(limited.get("/api/v1/plans"), "name")).containsExactly("pushed");
        assertThat(limited.get("/api/v1/runs").status()).isEqualTo(200);
        assertThat(server.runs.lastFilter.plans()).containsExactly("pushed");
        assertThat(limited.get("/api/v1/runs?plan=laptop&plan=pushed").status()).isEqualTo(200);
        assertThat(server.runs.lastFilter.plans()).containsExactly("pushed");
        assertThat(names(limited.get("/api/v1/runs?plan=laptop"), "plan")).isEmpty();
        assertThat(limited.get("/api/v1/status").json().path("plans"))
                .hasSize(1)
                .allSatisfy(plan -> assertThat(plan.path("plan").asString()).isEqualTo("pushed"));
        assertThat(limited.get("/api/v1/status?plain").text()).doesNotContain("laptop");
        assertThat(limited.get("/actuator/health/backups").problem()).isEqualTo("forbidden");
        assertThat(limited.get("/actuator/prometheus").problem()).isEqualTo("forbidden");
        assertThat(limited.get("/api/v1/audit").problem()).isEqualTo("forbidden");
        assertThat(limited.get("/api/v1/plans/pushed").status()).isEqualTo(200);
    }

    private static List<String> names(Http.Answer list, String field) {
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        return list.json()
                .path("items")
                .valueStream()
                .map(item -> item.path(field).asString())
                .toList();
    }
}
