package io.rsyncbackup.web;

import static io.rsyncbackup.web.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.rsyncbackup.run.RunState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.bind.annotation.RequestMethod;

/** Whatever is sent to any endpoint: a problem with a status from 400 to 499, never 500, never a stack trace. */
class BadRequestTest extends ServerTest {
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

    String run;

    @BeforeEach
    void endARun() {
        run = startRun();
        server.runs.end(run, RunState.SUCCEEDED);
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryBadBody() {
        return Endpoint.all(server, run).stream()
                .filter(Endpoint::takesBody)
                .flatMap(endpoint -> BODIES.stream()
                        .map(body -> dynamicTest(
                                endpoint + " " + body.substring(0, Math.min(30, body.length())),
                                () -> assertRefused(http.send(endpoint.method().name(), endpoint.path(), body), 400))));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryBodyAboveOneMegabyte() {
        String body = "{\"note\":\"" + "x".repeat(10_000_000) + "\"}";
        return Endpoint.all(server, run).stream()
                .filter(endpoint -> endpoint.method() != RequestMethod.GET)
                .map(endpoint -> dynamicTest(
                        endpoint.toString(),
                        () -> assertRefused(http.send(endpoint.method().name(), endpoint.path(), body), 413)));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherTypeOfBody() {
        return Endpoint.all(server, run).stream()
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
                            Http.Answer answer = http.send(
                                    endpoint.method().name(), endpoint.path(), "{\"x\":1}", "Content-Type", type);
                            assertRefused(answer, 415);
                            assertThat(answer.json().path("detail").asString())
                                    .contains("-H 'Content-Type: application/json'");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherMethod() {
        Set<String> paths = new TreeSet<>();
        Endpoint.all(server, run).forEach(endpoint -> paths.add(endpoint.path()));
        return paths.stream()
                .flatMap(path -> Stream.of("PUT", "DELETE", "PATCH", "POST", "GET", "BREW", "TRACE")
                        .filter(method -> Endpoint.all(server, run).stream()
                                .noneMatch(endpoint -> endpoint.path().equals(path)
                                        && endpoint.method().name().equals(method)))
                        // GET …/snapshots/refresh asks for a snapshot of this name
                        .filter(method -> !path.endsWith("/refresh") || method.equals("PUT") || method.equals("BREW"))
                        .map(method -> dynamicTest(method + " " + path, () -> {
                            Http.Answer answer = http.send(method, path, null);
                            assertRefused(answer, 405);
                            assertThat(answer.header("Allow")).isNotEmpty();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherFormOfAnswer() {
        return Endpoint.all(server, run).stream()
                .filter(endpoint -> endpoint.pattern().startsWith("/api") && endpoint.method() != RequestMethod.DELETE)
                .flatMap(endpoint -> Stream.of("image/png", "nonsense", "a/b/c;q=2")
                        .map(accept -> dynamicTest(
                                endpoint + " " + accept,
                                () -> assertRefused(
                                        endpoint.send(http, endpoint.takesBody() ? "{}" : null, "Accept", accept),
                                        406))));
    }
}
