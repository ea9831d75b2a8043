package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own for each test, on a fresh database of one vendor. */
abstract class RunsContract {
    @TempDir
    Path temporary;

    final TestClock clock = new TestClock();
    private final List<TestServer> servers = new ArrayList<>();

    /** The JDBC URL of the fresh database; null for SQLite in the data directory. */
    abstract String url();

    TestServer server() {
        return server("data", 2, Duration.ofSeconds(5));
    }

    TestServer server(String directory, int slots, Duration shutdownWait) {
        return prepared(directory, slots, shutdownWait).start();
    }

    TestServer prepared(String directory, int slots, Duration shutdownWait) {
        TestServer server = new TestServer(temporary.resolve(directory), url(), clock, slots, shutdownWait);
        servers.add(server);
        return server;
    }

    @AfterEach
    void stopServers() {
        servers.forEach(TestServer::close);
    }

    static Run accepted(Enqueued enqueued) {
        assertThat(enqueued).isInstanceOf(Enqueued.Accepted.class);
        return enqueued.run();
    }

    static Run finished(TestServer server, Run run) throws InterruptedException {
        Run ended = server.runs().await(run.id(), Duration.ofSeconds(20));
        assertThat(ended.state().ended()).as("%s", ended).isTrue();
        return ended;
    }
}
