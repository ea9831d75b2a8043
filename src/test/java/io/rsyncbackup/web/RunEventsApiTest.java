package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.RunEvent;
import io.rsyncbackup.run.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunEventsApiTest extends ServerTest {
    String id;
    String path;

    @BeforeEach
    void startOne() {
        id = startRun();
        path = "/api/v1/runs/" + id + "/events";
    }

    private void awaitListener() {
        Awaitility.await().until(() -> server.runs.listeners.size() == 1);
    }

    private static List<String> names(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
    }

    private static List<String> ids(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    @Test
    void tellsTheRunAsItIsAndThenWhatHappens() throws IOException {
        HttpResponse<InputStream> answer = http.stream(path);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/event-stream;charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        awaitListener();
        server.runs.publish(id, RunEvent.Type.STATE, "{\"state\":\"running\"}");
        server.runs.publish(id, RunEvent.Type.STEP, "{\n\"name\":\"backup\"}");
        server.runs.end(id, RunState.SUCCEEDED);
        String stream = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(names(stream)).containsExactly("run", "state", "step", "ended");
        assertThat(ids(stream)).containsExactly("1", "2", "3", "4");
        assertThat(stream).contains("data: {\"id\":\"" + id + "\"");
        assertThat(stream).contains("event: step\ndata: {\ndata: \"name\":\"backup\"}\n\n");
        assertThat(stream).endsWith("id: 4\nevent: ended\ndata: {\"state\":\"succeeded\"}\n\n");
        assertThat(server.runs.listeners).isEmpty();
    }

    @Test
    void tellsAgainWhatWasMissed() throws IOException {
        server.runs.publish(id, RunEvent.Type.STATE, "{\"state\":\"running\"}");
        server.runs.publish(id, RunEvent.Type.STEP, "{}");
        HttpResponse<InputStream> answer = http.stream(path, "Last-Event-ID", "1");
        awaitListener();
        server.runs.end(id, RunState.FAILED);
        String stream = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(names(stream)).containsExactly("run", "state", "step", "ended");
        assertThat(ids(stream)).containsExactly("2", "3", "4");
    }

    @Test
    void tellsTheEndOfARunThatHasEndedAndThenThatThereIsNoMore() {
        server.runs.publish(id, RunEvent.Type.STATE, "{\"state\":\"running\"}");
        server.runs.end(id, RunState.SUCCEEDED);
        Http.Answer answer = http.get(path);
        assertThat(names(answer.text())).containsExactly("run", "ended");
        assertThat(ids(answer.text())).containsExactly("3");
        Http.Answer missed = http.get(path, "Last-Event-ID", "2");
        assertThat(names(missed.text())).containsExactly("run", "ended");
        assertThat(http.get(path, "Last-Event-ID", "3").status()).isEqualTo(204);
        Http.Answer wrong = http.get(path, "Last-Event-ID", "three");
        assertThat(wrong.problem()).isEqualTo("invalid-request");
    }

    @Test
    void tellsProgressAtMostTwiceASecondAndNeverAfterTheEnd() throws Exception {
        HttpResponse<InputStream> answer = http.stream(path);
        awaitListener();
        long start = System.nanoTime();
        for (int count = 0; count < 120; count++) {
            server.runs.publish(id, RunEvent.Type.PROGRESS, "{\"count\":" + count + "}");
            Thread.sleep(10);
        }
        server.runs.end(id, RunState.SUCCEEDED);
        double seconds = (System.nanoTime() - start) / 1e9;
        String stream = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        List<String> names = names(stream);
        assertThat(names.stream().filter("progress"::equals).count()).isBetween(2L, (long) (seconds * 2) + 1);
        assertThat(names.getLast()).isEqualTo("ended");
        assertThat(ids(stream)).containsExactly("1", "2");
    }

    @Test
    void tellsThatTheLogHasGrown() throws IOException {
        HttpResponse<InputStream> answer = http.stream(path);
        awaitListener();
        server.runs.log(id, "a line\n");
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Awaitility.await().until(() -> {
            read.writeBytes(answer.body().readNBytes(answer.body().available()));
            return read.toString(StandardCharsets.UTF_8).contains("event: log");
        });
        server.runs.end(id, RunState.SUCCEEDED);
        read.writeBytes(answer.body().readAllBytes());
        String stream = read.toString(StandardCharsets.UTF_8);
        assertThat(names(stream)).containsSubsequence("run", "log", "ended");
    }

    @Test
    void keepsTheConnectionAliveWhileNothingHappens() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        EventStreams streams =
                new EventStreams(server.runs, server.runs, new WebJson(), new OpenStreams(), Duration.ofMillis(100));
        Thread stream = Thread.startVirtualThread(() -> {
            try {
                streams.open(id, null, output);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Awaitility.await()
                .until(() -> output.toString(StandardCharsets.UTF_8).contains(": still there\n\n: still there\n\n"));
        server.runs.end(id, RunState.SUCCEEDED);
        stream.join(Duration.ofSeconds(5));
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("event: ended");
    }

    @Test
    void losesNothingWhenManyListenWhileEverythingHappensAtOnce() throws Exception {
        List<HttpResponse<InputStream>> answers =
                IntStream.range(0, 50).mapToObj(number -> http.stream(path)).toList();
        Awaitility.await().until(() -> server.runs.listeners.size() == 50);
        for (int count = 0; count < 200; count++) {
            server.runs.publish(id, RunEvent.Type.STEP, "{\"count\":" + count + "}");
        }
        server.runs.end(id, RunState.SUCCEEDED);
        List<String> expected =
                IntStream.rangeClosed(1, 202).mapToObj(Integer::toString).toList();
        for (HttpResponse<InputStream> answer : answers) {
            assertThat(ids(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8)))
                    .isEqualTo(expected);
        }
        Awaitility.await().until(() -> server.runs.listeners.isEmpty());
    }

    @Test
    void forgetsACallerThatWentAway() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + FakeServer.ADMIN
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            awaitListener();
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            server.runs.publish(id, RunEvent.Type.STEP, "{}");
            return server.runs.listeners.isEmpty();
        });
    }

    @Test
    void endsWithTheServer() throws IOException {
        FakeServer stopping = new FakeServer(directory);
        id = stopping.http
                .post("/api/v1/plans/laptop/runs", "{}")
                .json()
                .path("id")
                .asString();
        HttpResponse<InputStream> answer = stopping.http.stream("/api/v1/runs/" + id + "/events");
        Awaitility.await().until(() -> stopping.runs.listeners.size() == 1);
        long start = System.nanoTime();
        stopping.close();
        assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("event: run");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
