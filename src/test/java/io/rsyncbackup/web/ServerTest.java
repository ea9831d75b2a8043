package io.rsyncbackup.web;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own for each test. */
abstract class ServerTest {
    @TempDir
    Path directory;

    FakeServer server;
    Http http;

    @BeforeEach
    void start() {
        server = new FakeServer(directory);
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    String startRun() {
        return startRun("{}");
    }

    String startRun(String body) {
        return http.post("/api/v1/plans/laptop/runs", body).json().path("id").asString();
    }
}
