package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(server.http
                        .as(null)
                        .get("/api/v1/plans", "Authorization", header)
                        .problem())
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
        assertThat(server.http
                        .get("/api/v1/plans/x", "X-Request-Id", "abc-2")
                        .json()
                        .path("requestId")
                        .asString())
                .isEqualTo("abc-2");
    }

    private static String problemWith(String header, String value) {
        return server.http.get("/api/v1/plans", header, value).problem();
    }

    private static int statusWith(String header, String value) {
        return server.http.get("/api/v1/plans", header, value).status();
    }
}
