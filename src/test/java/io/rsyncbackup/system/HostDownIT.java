package io.rsyncbackup.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.network.AnotherHost;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller hears while the host of a destination is away: soon, and what to do. */
class HostDownIT {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(15);
    private static final String PLAN = "/api/v1/plans/away";

    @TempDir
    Path directory;

    @Test
    void answersSoonAndSaysWhatToDo() {
        Needs.programs("rsync", "ip");
        var source = directory.resolve("source");
        SampleTrees.files(source, 20, new Random(1));
        var latest = directory.resolve("away/latest");
        try (var host = AnotherHost.start();
                var sshd = SshServer.start(host, directory.resolve("sshd"));
                var server = new BackupServerProcess(directory.resolve("server"))) {
            server.plan("away", """
                            source: %s
                            destination: root@%s:%s
                            ssh: { port: %d, identity-file: %s, known-hosts-file: %s }
                            """.formatted(
                            source, host.address(), latest, sshd.port(), sshd.identityFile(), sshd.knownHostsFile()))
                    .start();
            var api = server.api();
            api.post(PLAN + "/adopt", "{\"initialise\": true}").expect(200);
            var snapshot = api.runToEnd("away").path("snapshot").asString();
            var one = PLAN + "/snapshots/" + snapshot;
            long logins = sshd.logins();

            host.cut();
            asks(api, List.of(PLAN, PLAN + "/snapshots", one, PLAN + "/rotation", "/api/v1/status"));
            asks(api, List.of("/actuator/health/readiness", "/actuator/prometheus", "/api/v1/runs?plan=away"));
            var check = timed(() -> api.post(PLAN + "/check", "")).expect(200).json();
            assertThat(check.path("ok").asBoolean()).isFalse();
            assertThat(check.toString()).contains("is the network there");
            isUnavailable(timed(() -> api.post(PLAN + "/adopt", "{\"initialise\": true}")));
            var stale = timed(() -> api.post(PLAN + "/snapshots/refresh", "")).expect(200);
            assertThat(stale.json().path("destinationAvailable").asBoolean()).isFalse();
            assertThat(Api.names(stale.json())).containsExactly(snapshot);
            isUnavailable(timed(() -> api.patch(one, "{\"pinned\": true}")));
            isUnavailable(timed(() -> api.delete(one)));

            host.heal();
            assertThat(sshd.logins()).isEqualTo(logins);
            api.post(PLAN + "/check", "").expect(200);
            assertThat(api.snapshots("away")).containsExactly(snapshot);
            assertThat(api.get(one).json().path("pinned").asBoolean()).isFalse();
            api.patch(one, "{\"pinned\": true, \"note\": \"it's `kept`\"}").expect(200);
            assertThat(api.delete(one).status()).isEqualTo(409);
        }
    }

    /** Nobody contacts the host for these. */
    private static void asks(Api api, List<String> paths) {
        for (var path : paths) {
            long start = System.nanoTime();
            api.get(path).expect(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(path).isLessThan(Duration.ofSeconds(2));
        }
    }

    private static Api.Answer timed(java.util.function.Supplier<Api.Answer> request) {
        long start = System.nanoTime();
        var answer = request.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as(answer.text())
                .isLessThan(CONNECT_TIMEOUT.plus(SLOW_MACHINE));
        return answer;
    }

    private static void isUnavailable(Api.Answer answer) {
        var asked = answer.response().request().method() + answer.response().uri() + "\n" + answer.text();
        assertThat(answer.status()).as(asked).isEqualTo(409);
        assertThat(answer.json().path("type").asString()).as(asked).endsWith("/problems/destination-unavailable");
        assertThat(answer.json().path("detail").asString()).as(asked).contains("is the network there");
    }
}
