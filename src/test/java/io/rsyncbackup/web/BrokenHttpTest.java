package io.rsyncbackup.web;

import static io.rsyncbackup.web.Refusal.assertHarmless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.rsyncbackup.run.RunState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client would send: answered without a word of what answers. */
class BrokenHttpTest extends ServerTest {
    String run;

    @BeforeEach
    void endARun() {
        run = startRun();
        server.runs.end(run, RunState.SUCCEEDED);
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
        return Endpoint.all(server, run).stream()
                .filter(endpoint -> endpoint.pattern().contains("{"))
                .flatMap(endpoint -> tricks.stream()
                        .map(trick -> dynamicTest(endpoint + " " + trick, () -> {
                            String path = endpoint.pattern().replaceFirst("\\{\\w+}", trick.replace("$", "\\$"));
                            path = endpoint.withPattern(path).path();
                            assertRawRefused(endpoint.method().name(), path);
                        })));
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
        assertHarmless(http.raw(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
    }

    @Test
    void refusesHeadersAndPathsThatAreTooLong() {
        String host = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
        assertHarmless(http.raw("GET /" + host + "X: " + "x".repeat(100_000) + "\r\n\r\n"));
        assertHarmless(http.raw("GET /" + "x".repeat(100_000) + host + "\r\n"));
        assertHarmless(http.raw("GET /" + host + "X: x\r\n".repeat(500) + "\r\n"));
    }

    @Test
    void refusesALargeBodyOfUnknownLength() {
        String chunk = "186a0\r\n" + " ".repeat(100_000) + "\r\n";
        String answer = http.raw("POST /api/v1/plans/laptop/adopt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Authorization: Bearer " + FakeServer.ADMIN
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(20) + "0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("content-too-large");
    }

    private static void assertRawRefused(String method, String path) {
        assertHarmless(http.raw(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Content-Length: 0\r\nAuthorization: Bearer " + FakeServer.ADMIN + "\r\n\r\n"));
    }
}
