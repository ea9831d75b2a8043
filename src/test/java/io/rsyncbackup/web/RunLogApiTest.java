package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLogApiTest extends ServerTest {
    String id;
    String path;

    @BeforeEach
    void startRunWithALog() {
        id = startRun();
        path = "/api/v1/runs/" + id + "/log";
    }

    @Test
    void isEmptyBeforeTheFirstLine() {
        Http.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("X-Log-Size")).isEqualTo("0");
        assertThat(http.get(path, "Range", "bytes=0-").status()).isEqualTo(416);
    }

    @Test
    void givesAllOfIt() {
        server.runs.log(id, "größe\n");
        Http.Answer answer = http.get(path);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(answer.header("X-Log-Size")).isEqualTo("8");
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.text()).isEqualTo("größe\n");
        Http.Answer head = http.send("HEAD", path, null);
        assertThat(head.header("Content-Length")).isEqualTo("8");
        assertThat(http.send("HEAD", path + "?follow=true", null).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, bytes 0-3/10",
        "bytes=4-, 456789, bytes 4-9/10",
        "bytes=-2, 89, bytes 8-9/10",
        "bytes=-99, 0123456789, bytes 0-9/10",
        "bytes=8-99, 89, bytes 8-9/10",
        "bytes=9-9, 9, bytes 9-9/10"
    })
    void givesOneRange(String range, String text, String contentRange) {
        server.runs.log(id, "0123456789");
        Http.Answer answer = http.get(path, "Range", range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
        assertThat(answer.header("X-Log-Size")).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=10-",
                "bytes=99-100",
                "bytes=-0",
                "bytes=5-4",
                "bytes=-",
                "bytes=",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "bytes=99999999999999999999-",
                "bytes= 0-1"
            })
    void refusesARangeThatIsNotThere(String range) {
        server.runs.log(id, "0123456789");
        Http.Answer answer = http.get(path, "Range", range);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.problem()).isEqualTo("range-not-satisfiable");
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(answer.header("X-Log-Size")).isEqualTo("10");
    }

    @Test
    void givesAllForUnitsItDoesNotKnow() {
        server.runs.log(id, "0123456789");
        assertThat(http.get(path, "Range", "lines=1-2").status()).isEqualTo(200);
        assertThat(http.get(path, "Range", "bytes=1-2", "If-Range", "\"x\"").status())
                .isEqualTo(200);
    }

    @Test
    void followsTheLogUntilTheRunHasEnded() throws IOException {
        server.runs.log(id, "0123456789\n");
        try (InputStream body = http.stream(path + "?follow=true&from=4").body()) {
            assertThat(new String(body.readNBytes(7), StandardCharsets.UTF_8)).isEqualTo("456789\n");
            server.runs.log(id, "more\n");
            assertThat(new String(body.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("more\n");
            server.runs.log(id, "last\n");
            server.runs.end(id, RunState.SUCCEEDED);
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last\n");
        }
        assertThat(server.runs.listeners).isEmpty();
        assertThat(http.get(path + "?follow=true&from=21").text()).isEmpty();
        Http.Answer beyond = http.get(path + "?follow=true&from=22");
        assertThat(beyond.problem()).isEqualTo("range-not-satisfiable");
    }

    @Test
    void followsALogThatHasNotBegun() throws IOException {
        try (InputStream body = http.stream(path + "?follow=true").body()) {
            server.runs.log(id, "first\n");
            assertThat(new String(body.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("first\n");
        }
    }

    @Test
    void forgetsACallerThatWentAway() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.getOutputStream()
                    .write(("GET " + path + "?follow=true HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                    + FakeServer.ADMIN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            Awaitility.await().until(() -> server.runs.listeners.size() == 1);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            server.runs.log(id, "a line\n");
            return server.runs.listeners.isEmpty();
        });
        assertThat(server.context.getBean(OpenStreams.class).count()).isZero();
    }

    @Test
    void closesACallerThatDoesNotRead() throws IOException {
        try (FakeServer impatient = new FakeServer(directory, "--server.tomcat.connection-timeout=1s");
                Socket socket = new Socket("127.0.0.1", impatient.port)) {
            id = impatient
                    .http
                    .post("/api/v1/plans/laptop/runs", "{}")
                    .json()
                    .path("id")
                    .asString();
            path = "/api/v1/runs/" + id + "/log";
            socket.getOutputStream()
                    .write(("GET " + path + "?follow=true HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                    + FakeServer.ADMIN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> impatient.runs.listeners.size() == 1);
            impatient.runs.log(id, "x".repeat(30_000_000));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> impatient.runs.listeners.isEmpty());
        }
    }

    @Test
    void endsWithTheServer() throws IOException {
        FakeServer stopping = new FakeServer(directory);
        id = stopping.http
                .post("/api/v1/plans/laptop/runs", "{}")
                .json()
                .path("id")
                .asString();
        HttpResponse<InputStream> answer = stopping.http.stream("/api/v1/runs/" + id + "/log?follow=true");
        Awaitility.await().until(() -> stopping.runs.listeners.size() == 1);
        long start = System.nanoTime();
        stopping.close();
        assertThat(answer.body().readAllBytes()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
