package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.method.HandlerMethod;

class AccessTest extends ServerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/problems",
                "/problems/not-found",
                "/v3/api-docs.yaml",
                "/swagger-ui/index.html"
            })
    void isOpenWhereNothingIsToldAboutBackups(String path) {
        assertThat(server.http.as(null).get(path).status()).isEqualTo(200);
        assertThat(server.http.as("wrong").get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1",
                "/api/v1/plans",
                "/api/v1/nothing",
                "/actuator",
                "/actuator/info",
                "/actuator/prometheus",
                "/actuator/health/db",
                "/actuator/loggers",
                "/actuator/sbom",
                "/error",
                "/v3",
                "/favicon.ico"
            })
    void isClosedEverywhereElse(String path) {
        Http.Answer without = server.http.as(null).get(path);
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.problem()).isEqualTo("unauthorized");
        assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer");
        Http.Answer wrong = server.http.as("bks_wrong").get(path);
        assertThat(wrong.problem()).isEqualTo("unauthorized");
        assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWRtaW46YWRtaW4=", "Bearer", "Bearer ", "Token x", "Bearer a b", "bearer\tx"})
    void refusesWhatIsNoBearerToken(String header) {
        assertThat(http.as(null).get("/api/v1/plans", "Authorization", header).problem())
                .isEqualTo("unauthorized");
    }

    @Test
    void asksForThePermissionOfTheEndpoint() {
        Http metrics = server.http.as(FakeServer.METRICS);
        Http.Answer refused = metrics.get("/api/v1/plans");
        assertThat(refused.problem()).isEqualTo("forbidden");
        assertThat(refused.json().path("detail").asString())
                .contains("\"read\"")
                .contains("metrics");
        assertThat(metrics.get("/actuator/info").problem()).isEqualTo("forbidden");
        assertThat(metrics.get("/actuator/prometheus").status()).isEqualTo(200);
        assertThat(server.http.get("/actuator/prometheus").status()).isEqualTo(200);
        assertThat(server.http.get("/actuator/loggers").status()).isEqualTo(200);
    }

    @Test
    void asksForATokenAtEveryEndpoint() {
        for (Endpoint endpoint : Endpoint.all(server, "01JD")) {
            int status = endpoint.send(http.as(null), null).status();
            assertThat(status)
                    .as(endpoint.toString())
                    .isEqualTo(endpoint.pattern().startsWith("/problems") ? 200 : 401);
        }
    }

    /** The token may nothing but what no endpoint of the API asks for. */
    @Test
    void asksForItsPermissionAtEveryEndpoint() {
        for (Endpoint endpoint : Endpoint.all(server, "01JD")) {
            if (endpoint.pattern().startsWith("/api")) {
                Http.Answer answer = endpoint.send(http.as(FakeServer.METRICS), endpoint.takesBody() ? "{}" : null);
                assertThat(answer.problem()).as(endpoint.toString()).isEqualTo("forbidden");
            }
        }
    }

    @Test
    void saysInAProblemWhatActuatorDoesNotKnow() {
        assertThat(http.get("/actuator/health/nothing").problem()).isEqualTo("not-found");
        assertThat(http.get("/actuator/sbom/nothing").problem()).isEqualTo("not-found");
        assertThat(http.post("/actuator/loggers/io.rsyncbackup", "{\"configuredLevel\":\"LOUD\"}")
                        .problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void keepsNoSessionAndAllowsNoOtherSite() {
        Http.Answer answer = server.http.get("/api/v1/plans");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().map()).doesNotContainKeys("set-cookie", "access-control-allow-origin");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void refusesWhatOtherSitesSend() {
        assertThat(problemWith("Origin", "https://evil.example")).isEqualTo("forbidden");
        assertThat(problemWith("Origin", "null")).isEqualTo("forbidden");
        assertThat(problemWith("Origin", "http://127.0.0.1:1")).isEqualTo("forbidden");
        assertThat(problemWith("Sec-Fetch-Site", "cross-site")).isEqualTo("forbidden");
        assertThat(problemWith("Sec-Fetch-Site", "same-site")).isEqualTo("forbidden");
        assertThat(statusWith("Origin", "http://127.0.0.1:" + server.port)).isEqualTo(200);
        assertThat(statusWith("Sec-Fetch-Site", "same-origin")).isEqualTo(200);
        assertThat(statusWith("Sec-Fetch-Site", "none")).isEqualTo(200);
        Http.Answer preflight = server.http.send(
                "OPTIONS",
                "/api/v1/plans",
                null,
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "GET");
        assertThat(preflight.problem()).isEqualTo("forbidden");
    }

    @Test
    void namesEveryRequest() {
        assertThat(server.http.get("/api/v1/plans", "X-Request-Id", "abc-1").header("X-Request-Id"))
                .isEqualTo("abc-1");
        assertThat(server.http.get("/api/v1/plans", "X-Request-Id", "a b<c>").header("X-Request-Id"))
                .hasSize(36);
        assertThat(http.get("/api/v1/plans/x", "X-Request-Id", "abc-2")
                        .json()
                        .path("requestId")
                        .asString())
                .isEqualTo("abc-2");
    }

    @Test
    void everyEndpointNamesItsPermissionOrThatItNeedsNone() {
        Endpoint.mappings(server).getHandlerMethods().values().stream()
                .filter(handler -> handler.getBeanType().getPackageName().startsWith("io.rsyncbackup"))
                .forEach(handler ->
                        assertThat(annotations(handler)).as(handler.toString()).isEqualTo(1));
    }

    private static String problemWith(String header, String value) {
        return server.http.get("/api/v1/plans", header, value).problem();
    }

    private static int statusWith(String header, String value) {
        return server.http.get("/api/v1/plans", header, value).status();
    }

    private static int annotations(HandlerMethod handler) {
        return (handler.hasMethodAnnotation(Requires.class) ? 1 : 0)
                + (handler.hasMethodAnnotation(WithoutToken.class) ? 1 : 0);
    }
}
