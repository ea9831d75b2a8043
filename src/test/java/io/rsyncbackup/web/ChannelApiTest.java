package io.rsyncbackup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.notify.Channels;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChannelApiTest extends ServerTest {
    @Test
    void listsTheChannelsWithoutTheirSecrets() {
        Http.Answer answer = http.get("/api/v1/channels");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("T0").doesNotContain("secret");
        JsonNode hook = answer.json().path("items").path(0);
        assertThat(hook.path("name").asString()).isEqualTo("ops-hook");
        assertThat(hook.path("target").asString()).isEqualTo("https://hooks.example.org");
        assertThat(hook.path("pending").asLong()).isEqualTo(1);
        assertThat(hook.path("lastError").asString()).isEqualTo("HTTP 502: Bad Gateway");
        JsonNode mail = answer.json().path("items").path(1);
        assertThat(mail.path("target").asString()).isEqualTo("ops@example.org");
        assertThat(mail.has("lastError")).isFalse();
        JsonNode page = http.get("/api/v1/channels?limit=1").json();
        assertThat(page.path("items").size()).isEqualTo(1);
        assertThat(http.get("/api/v1/channels?cursor=" + page.path("next").asString())
                        .json()
                        .path("items")
                        .path(0)
                        .path("name")
                        .asString())
                .isEqualTo("ops-mail");
    }

    @Test
    void answersATestWithWhatTheReceiverSaid() {
        Http.Answer answer = http.post("/api/v1/channels/ops-hook/test", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("ok").asBoolean()).isTrue();
        assertThat(answer.json().path("answer").asString()).isEqualTo("HTTP 200: ok");
        server.channels.answer = new Channels.Test("1", false, "HTTP 410", Duration.ZERO);
        assertThat(http.post("/api/v1/channels/ops-hook/test", "")
                        .json()
                        .path("ok")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void saysThatThereIsNoSuchChannel() {
        Http.Answer answer = http.post("/api/v1/channels/nobody/test", "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("channel-not-found");
    }

    @Test
    void aTestNeedsMoreThanReading() {
        assertThat(http.as(FakeServer.METRICS)
                        .post("/api/v1/channels/ops-hook/test", "")
                        .problem())
                .isEqualTo("forbidden");
    }
}
