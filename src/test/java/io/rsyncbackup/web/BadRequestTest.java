package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.rsyncbackup.run.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whatever is sent: a problem with a status from 400 to 499, never 500, never a stack trace. */
class BadRequestTest {
    private static final List<String> BODIES = List.of(
            "{",
            "}",
            "nothing",
            "[]",
            "\"text\"",
            "17",
            "null x",
            "{}{}",
            "{\"a\":1,\"a\":2}",
            "{\"unknown\":true}",
            "{\"steps\":\"backup\",\"initialise\":\"yes\",\"pinned\":\"yes\",\"scheme\":7}",
            "{\"steps\":[[\"backup\"]],\"initialise\":{},\"pinned\":[],\"scheme\":[]}",
            "{\"constructor\":{},\"class\":{\"name\":\"java.lang.Runtime\"}}",
            "{\"@class\":\"java.lang.Runtime\"}",
            "[".repeat(100_000),
            "{\"a\":".repeat(50_000),
            "{\"note\":\"" + "x".repeat(900_000) + "\"}",
            "\u0000",
            "{\"note\":\"\u0001\"}",
            "{\"at\":1e999999999}",
            "<a/>");

    @TempDir
    static Path directory;

    static FakeServer server;
    static String run;

    @BeforeAll
    static void start() {
        server = new FakeServer(directory);
        run = server.http
                .post("/api/v1/plans/laptop/runs", "{}")
                .json()
                .path("id")
                .asString();
        server.runs.end(run, RunState.SUCCEEDED);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    record Endpoint(RequestMethod method, String pattern, boolean takesBody) {
        String path() {
            return pattern.replace("{plan}", "laptop")
                    .replace("{run}", run)
                    .replace("{snapshot}", "2026-11-01T120000Z")
                    .replace("{code}", "not-found");
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    static List<Endpoint> endpoints() {
        List<Endpoint> found = new ArrayList<>();
        mappings().getHandlerMethods().forEach((info, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("io.rsyncbackup")
                    && handler.getBeanType() != ProblemErrors.class) {
                info.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> info.getPatternValues()
                                .forEach(pattern -> found.add(new Endpoint(method, pattern, takesBody(info)))));
            }
        });
        assertThat(found).hasSizeGreaterThan(17);
        return found;
    }

    private static RequestMappingHandlerMapping mappings() {
        return server.context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    }

    private static boolean takesBody(RequestMappingInfo info) {
        return info.getConsumesCondition().getConsumableMediaTypes().contains(MediaType.APPLICATION_JSON);
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryBadBody() {
        return endpoints().stream()
                .filter(Endpoint::takesBody)
                .flatMap(endpoint -> BODIES.stream()
                        .map(body -> dynamicTest(
                                endpoint + " " + body.substring(0, Math.min(30, body.length())),
                                () -> assertRefused(
                                        server.http.send(endpoint.method().name(), endpoint.path(), body), 400))));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryBodyAboveOneMegabyte() {
        String body = "{\"note\":\"" + "x".repeat(10_000_000) + "\"}";
        return endpoints().stream()
                .filter(endpoint -> endpoint.method() != RequestMethod.GET)
                .map(endpoint -> dynamicTest(
                        endpoint.toString(),
                        () -> assertRefused(server.http.send(endpoint.method().name(), endpoint.path(), body), 413)));
    }

    @Test
    void refusesALargeBodyOfUnknownLength() {
        String chunk = "186a0\r\n" + " ".repeat(100_000) + "\r\n";
        String answer = server.http.raw("POST /api/v1/plans/laptop/adopt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Authorization: Bearer " + FakeServer.ADMIN
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(20) + "0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("content-too-large");
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherTypeOfBody() {
        return endpoints().stream()
                .filter(Endpoint::takesBody)
                .flatMap(endpoint -> Stream.of(
                                "application/x-www-form-urlencoded",
                                "text/plain",
                                "application/xml",
                                "multipart/form-data; boundary=x",
                                "multipart/form-data",
                                "nonsense",
                                "application/json; charset=nonsense")
                        .map(type -> dynamicTest(endpoint + " " + type, () -> {
                            Http.Answer answer = server.http.send(
                                    endpoint.method().name(), endpoint.path(), "{\"x\":1}", "Content-Type", type);
                            assertRefused(answer, 415);
                            assertThat(answer.json().path("detail").asString())
                                    .contains("-H 'Content-Type: application/json'");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherMethod() {
        Set<String> paths = new TreeSet<>();
        endpoints().forEach(endpoint -> paths.add(endpoint.path()));
        return paths.stream()
                .flatMap(path -> Stream.of("PUT", "DELETE", "PATCH", "POST", "GET", "BREW", "TRACE")
                        .filter(method -> endpoints().stream()
                                .noneMatch(endpoint -> endpoint.path().equals(path)
                                        && endpoint.method().name().equals(method)))
                        // GET …/snapshots/refresh asks for a snapshot of this name
                        .filter(method -> !path.endsWith("/refresh") || method.equals("PUT") || method.equals("BREW"))
                        .map(method -> dynamicTest(method + " " + path, () -> {
                            Http.Answer answer = server.http.send(method, path, null);
                            assertRefused(answer, 405);
                            assertThat(answer.header("Allow")).isNotEmpty();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherFormOfAnswer() {
        return endpoints().stream()
                .filter(endpoint -> endpoint.pattern().startsWith("/api") && endpoint.method() != RequestMethod.DELETE)
                .flatMap(endpoint -> Stream.of("image/png", "nonsense", "a/b/c;q=2")
                        .map(accept -> dynamicTest(
                                endpoint + " " + accept,
                                () -> assertRefused(
                                        server.http.send(
                                                endpoint.method().name(),
                                                endpoint.path(),
                                                endpoint.takesBody() ? "{}" : null,
                                                "Accept",
                                                accept),
                                        406))));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryTrickInAPath() {
        List<String> tricks = List.of(
                "..%2f",
                "..%2F..%2Fetc%2Fpasswd",
                "%2e%2e",
                "..",
                "%00",
                "a%0ab",
                "%ff",
                "%zz",
                "a;b=c",
                "%5c..%5c",
                "a%20b",
                "A",
                "-a",
                "a".repeat(64),
                "a".repeat(5000),
                "%E2%80%AE",
                "*",
                "%7Bplan%7D",
                "$%7Bjndi:x%7D");
        return endpoints().stream()
                .filter(endpoint -> endpoint.pattern().contains("{"))
                .flatMap(endpoint -> tricks.stream()
                        .map(trick -> dynamicTest(endpoint + " " + trick, () -> {
                            String path = endpoint.pattern().replaceFirst("\\{\\w+}", trick.replace("$", "\\$"));
                            path = new Endpoint(endpoint.method(), path, false).path();
                            assertRawRefused(endpoint.method().name(), path);
                        })));
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
        Http.Answer answer = server.http.get(path.replace("RUN", run));
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
        Http.Answer answer = server.http.post("/api/v1/plans/laptop/" + action, body);
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
        Http.Answer answer = server.http.post("/api/v1/plans/laptop/rotation/preview", body);
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
        assertRefused(server.http.post(path, "{\"steps\":[\"backup\"]}"), 400);
    }

    @Test
    void refusesIdempotencyKeysThatAreNone() {
        for (String key : List.of("", "a b", "x".repeat(256))) {
            Http.Answer answer =
                    server.http.post("/api/v1/plans/laptop/runs", "{\"dryRun\":true}", "Idempotency-Key", key);
            assertRefused(answer, 400);
            assertThat(answer.json().path("errors").path(0).path("field").asString())
                    .isEqualTo("Idempotency-Key");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/v1/plans/..%2fx HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a\u0001b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a<b> HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
                "nonsense\r\n\r\n",
                "G<T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n"
            })
    void answersBrokenHttpWithoutASingleWordOfTomcat(String request) {
        assertHarmless(server.http.raw(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
    }

    @Test
    void refusesHeadersAndPathsThatAreTooLong() {
        String host = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
        assertHarmless(server.http.raw("GET /" + host + "X: " + "x".repeat(100_000) + "\r\n\r\n"));
        assertHarmless(server.http.raw("GET /" + "x".repeat(100_000) + host + "\r\n"));
        assertHarmless(server.http.raw("GET /" + host + "X: x\r\n".repeat(500) + "\r\n"));
    }

    private static void assertRawRefused(String method, String path) {
        assertHarmless(server.http.raw(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Content-Length: 0\r\nAuthorization: Bearer " + FakeServer.ADMIN + "\r\n\r\n"));
    }

    private static void assertHarmless(String answer) {
        assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
        assertThat(answer).doesNotContainIgnoringCase("tomcat").doesNotContain("Exception", "\tat ", "<html");
        if (!answer.endsWith("\r\n\r\n")) {
            assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
        }
    }

    private static void assertRefused(Http.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.problem()).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "io.rsyncbackup", "springframework", "jackson");
    }

    @Test
    void everyEndpointNamesItsPermissionOrThatItNeedsNone() {
        mappings().getHandlerMethods().values().stream()
                .filter(handler -> handler.getBeanType().getPackageName().startsWith("io.rsyncbackup"))
                .forEach(handler ->
                        assertThat(annotations(handler)).as(handler.toString()).isEqualTo(1));
    }

    private static int annotations(HandlerMethod handler) {
        return (handler.hasMethodAnnotation(Requires.class) ? 1 : 0)
                + (handler.hasMethodAnnotation(WithoutToken.class) ? 1 : 0);
    }
}
