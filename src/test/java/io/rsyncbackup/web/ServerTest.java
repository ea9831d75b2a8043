package io.rsyncbackup.web;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One server for all tests of a class, emptied before each. */
abstract class ServerTest {
    @TempDir
    static Path directory;

    static FakeServer server;
    static Http http;

    @BeforeAll
    static void start() {
        server = new FakeServer(directory);
        http = server.http;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        server.reset();
    }

    String startRun() {
        return startRun("{}");
    }

    String startRun(String body) {
        return http.post("/api/v1/plans/laptop/runs", body).json().path("id").asString();
    }
}
