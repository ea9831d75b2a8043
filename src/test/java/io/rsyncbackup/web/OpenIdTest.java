package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.rsyncbackup.access.AccessSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that an issuer signed. */
class OpenIdTest {
    @TempDir
    static Path directory;

    static Issuer issuer;
    static FakeServer server;

    @BeforeAll
    static void start() throws Exception {
        issuer = new Issuer();
        AccessSettings.OpenId openId = new AccessSettings.OpenId(
                URI.create(issuer.address()), "backup", "realm_access.roles", "backup-", "preferred_username");
        server = new FakeServer(
                directory,
                null,
                settings -> new AccessSettings(null, settings.dataDirectory(), settings.tokens(), List.of(), openId));
    }

    @AfterAll
    static void stop() {
        server.close();
        issuer.close();
    }

    private static int get(String token) {
        return server.http.as(token).get("/api/v1/plans").status();
    }

    @Test
    void aSignedTokenLetsInWithItsRole() {
        Http carol = server.http.as(issuer.token(claims -> claims));
        assertThat(carol.get("/api/v1/plans").status()).isEqualTo(200);
        assertThat(carol.get("/api/v1/tokens").problem()).isEqualTo("forbidden");
        assertThat(carol.post("/api/v1/plans/laptop/runs", "{}").status()).isEqualTo(202);
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.http
                                .get("/api/v1/audit?caller=carol&action=startRun")
                                .text())
                        .contains("\"tokenId\":\"openid:f81d4fae\""));
        assertThat(get(issuer.signed(issuer.key, new JOSEObjectType("at+jwt"), claims -> claims)))
                .isEqualTo(200);
        assertThat(server.http.get("/api/v1/plans").status()).isEqualTo(200);
    }

    @Test
    void everyOtherTokenIsUnknown() {
        Instant now = Instant.parse("2026-11-22T20:00:00Z");
        assertThat(get(issuer.token(claims -> claims.audience("wiki")))).isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.audience((String) null)))).isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.issuer("https://evil.example"))))
                .isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.expirationTime(Date.from(now.minusSeconds(60))))))
                .isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.expirationTime(null)))).isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60))))))
                .isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.subject(null)))).isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.claim("realm_access", Map.of("roles", List.of("operator"))))))
                .isEqualTo(401);
        assertThat(get(issuer.token(claims -> claims.claim("realm_access", "backup-admin"))))
                .isEqualTo(401);
        assertThat(get(issuer.signed(Issuer.key(), JOSEObjectType.JWT, claims -> claims)))
                .isEqualTo(401);
        assertThat(get(new PlainJWT(new JWTClaimsSet.Builder()
                                .issuer(issuer.address())
                                .audience("backup")
                                .subject("x")
                                .build())
                        .serialize()))
                .isEqualTo(401);
        String good = issuer.token(claims -> claims);
        assertThat(get(good.substring(0, good.length() - 6) + "AAAAAA")).isEqualTo(401);
    }

    @Test
    void aNameThatWouldConfuseTheLogIsMadeHarmless() {
        Http caller = server.http.as(issuer.token(claims -> claims.claim("preferred_username", "eve\r\nadmin\u202e")));
        assertThat(caller.post("/api/v1/plans/pushed/runs", "{}").status()).isEqualTo(202);
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.http
                                .get("/api/v1/audit?caller=eve??admin?")
                                .text())
                        .contains("startRun"));
    }
}
