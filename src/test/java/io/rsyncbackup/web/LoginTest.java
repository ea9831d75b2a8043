package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.access.AccessSettings;
import io.rsyncbackup.access.AccessSettings.ConfiguredUser;
import io.rsyncbackup.access.Passwords;
import io.rsyncbackup.access.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People with passwords, and what becomes of those who guess. */
class LoginTest {
    private static final String PASSWORD = "correct horse: battery";

    @TempDir
    static Path directory;

    static FakeServer server;
    static Http nobody;

    @BeforeAll
    static void start() {
        List<ConfiguredUser> users = List.of(
                new ConfiguredUser("alice", Passwords.hash(PASSWORD), Role.ADMIN, null),
                new ConfiguredUser("bob", Passwords.hash(PASSWORD + "2"), Role.VIEWER, Set.of("pushed")));
        server = new FakeServer(
                directory,
                null,
                settings -> new AccessSettings(null, settings.dataDirectory(), settings.tokens(), users, null));
        nobody = server.http.as(null);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static Http.Answer get(String authorization, String from) {
        return nobody.get("/api/v1/plans", "Authorization", authorization, "X-Forwarded-For", from);
    }

    @Test
    void aPersonComesInWithNameAndPassword() {
        assertThat(get(basic("alice", PASSWORD), "192.0.2.1").status()).isEqualTo(200);
        assertThat(get(basic("alice", PASSWORD), "192.0.2.1").status()).isEqualTo(200);
        Http.Answer bob = get(basic("bob", PASSWORD + "2"), "192.0.2.1");
        assertThat(bob.text()).contains("pushed").doesNotContain("laptop");
    }

    @Test
    void theChallengeNamesBothWays() {
        Http.Answer answer = nobody.get("/api/v1/plans");
        assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer", "Basic realm=\"rsync-backup-server\", charset=\"UTF-8\"");
    }

    @Test
    void unknownNameAndWrongPasswordLookTheSame() {
        Http.Answer wrong = get(basic("alice", "guess-guess"), "192.0.2.2");
        Http.Answer unknown = get(basic("mallory", "guess-guess"), "192.0.2.2");
        assertThat(wrong.problem()).isEqualTo("unauthorized");
        assertThat(unknown.json().path("detail")).isEqualTo(wrong.json().path("detail"));
        for (String header : List.of(
                "Basic",
                "Basic !!!",
                basic("", "x"),
                basic("alice", PASSWORD + "\n"),
                basic("alice", ""),
                basic("alice", "x".repeat(5000)),
                "Basic " + Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, ':', 'x'}))) {
            assertThat(get(header, "192.0.2.2").status()).as(header).isIn(401, 400);
        }
    }

    @Test
    void guessingIsStoppedForThisPersonAtThisAddressOnly() {
        for (int i = 0; i < 10; i++) {
            assertThat(get(basic("alice", "guess-guess" + i), "192.0.2.3").status())
                    .isEqualTo(401);
        }
        Http.Answer stopped = get(basic("alice", "guess-guess"), "192.0.2.3");
        assertThat(stopped.problem()).isEqualTo("too-many-requests");
        assertThat(Integer.parseInt(stopped.header("Retry-After"))).isBetween(1, 61);
        assertThat(get(basic("alice", PASSWORD), "192.0.2.4").status()).isEqualTo(200);
        assertThat(get(basic("bob", PASSWORD + "2"), "192.0.2.3").status()).isEqualTo(200);
        assertThat(get("Bearer " + FakeServer.ADMIN, "192.0.2.3").status()).isEqualTo(200);
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.http
                                .get("/api/v1/audit?outcome=refused&limit=500")
                                .text())
                        .contains("\"status\":429"));
    }

    @Test
    void whoHasAWholeNetworkHasOneNumberOfGuesses() {
        String tenth = "0123456789";
        for (char digit : tenth.toCharArray()) {
            assertThat(get(basic("alice", "guess-guess" + digit), "2001:db8:1:2::" + digit)
                            .status())
                    .isEqualTo(401);
        }
        for (String same : List.of("2001:db8:1:2::b", "2001:DB8:1:2:0:0:0:c", "[2001:db8:1:2::d]:4711")) {
            assertThat(get(basic("alice", "guess-guess"), same).status())
                    .as(same)
                    .isEqualTo(429);
        }
        assertThat(get(basic("alice", PASSWORD), "2001:db8:1:3::b").status()).isEqualTo(200);
    }

    @Test
    void thePortOfAClientIsNotItsAddress() {
        for (int i = 0; i < 10; i++) {
            assertThat(get(basic("alice", "guess-guess" + i), "203.0.113.9:5123" + i)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(get(basic("alice", "guess-guess"), "203.0.113.9").status()).isEqualTo(429);
    }

    @Test
    void addressesHaveOneText() {
        assertThat(ClientAddresses.canonical("2001:DB8::1")).contains("2001:db8:0:0:0:0:0:1");
        assertThat(ClientAddresses.canonical("[::1]:80")).contains("0:0:0:0:0:0:0:1");
        assertThat(ClientAddresses.canonical("::ffff:192.0.2.1")).contains("192.0.2.1");
        assertThat(ClientAddresses.canonical("192.0.2.1:80")).contains("192.0.2.1");
        for (String unreadable :
                List.of("", "unknown", "_hidden", "300.0.2.1", "1.2.3", ":", ":::", "1:2", "[::1", "::1%lo")) {
            assertThat(ClientAddresses.canonical(unreadable)).as(unreadable).isEmpty();
        }
    }

    @Test
    void wrongTokensAreStoppedAndRightOnesNever() {
        int stopped = 0;
        for (int i = 0; i < 70; i++) {
            stopped += get("Bearer bks_wrong" + i, "192.0.2.5").status() == 429 ? 1 : 0;
        }
        assertThat(stopped).isEqualTo(10);
        assertThat(get("Bearer " + FakeServer.ADMIN, "192.0.2.5").status()).isEqualTo(200);
    }

    @Test
    void aClientCannotSayThatItIsSomebodyElse() {
        // the last hop is the proxy's word, what stands before it is the client's own
        nobody.get("/api/v1/plans", "X-Forwarded-For", "203.0.113.1, 198.51.100.77, 10.1.2.3");
        nobody.get("/api/v1/plans", "X-Forwarded-For", "203.0.113.1, <script>alert(1)</script>");
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.http
                                .get("/api/v1/audit?outcome=refused&limit=500")
                                .text())
                        .contains("198.51.100.77", "\"address\":\"127.0.0.1\"")
                        .doesNotContain("203.0.113.1", "script"));
    }
}
