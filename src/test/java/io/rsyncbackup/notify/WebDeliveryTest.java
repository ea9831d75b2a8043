package io.rsyncbackup.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a real web server. */
class WebDeliveryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T18:05:09.123Z"), ZoneOffset.UTC);
    private static final String SECRET_PATH = "/services/T0/B0";

    private final Receiver receiver = new Receiver();
    private final WebDelivery web = new WebDelivery(new WebCaller(), CLOCK);

    @TempDir
    Path directory;

    @BeforeEach
    void secret() throws IOException {
        Files.writeString(directory.resolve("secret"), "whsec_c2VjcmV0\n");
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private static Notification test(Channel channel) {
        return new Composer(new NotifySettings(new TreeMap<>(), 10, ZoneId.of("UTC"), null), CLOCK).test(channel);
    }

    private String post(Channel channel) throws DeliveryException {
        return web.post(channel, (Way.Webhook) channel.way(), test(channel));
    }

    private Channel webhook() {
        return SampleChannels.of(
                "ops",
                new Way.Webhook(URI.create(receiver.url(SECRET_PATH + "?key=abc")), directory.resolve("secret")),
                EnumSet.noneOf(Occasion.class));
    }

    private static Channel within(Duration timeout, Channel channel) {
        return new Channel(
                channel.name(),
                channel.way(),
                channel.events(),
                false,
                timeout,
                channel.giveUpAfter(),
                channel.linkLocal());
    }

    @Test
    void aWebhookIsSignedOverIdTimeAndBody() throws Exception {
        assertThat(post(webhook())).isEqualTo("HTTP 200: ok");
        Receiver.Request request = receiver.requests.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo(SECRET_PATH + "?key=abc");
        assertThat(request.header("Content-Type")).startsWith("application/json");
        assertThat(request.header("webhook-timestamp")).isEqualTo("1795370709");
        JsonNode body = JsonMapper.builder().build().readTree(request.body());
        assertThat(body.path("id").asString()).isEqualTo(request.header("webhook-id"));
        assertThat(body.path("event").asString()).isEqualTo("test");
        assertThat(body.path("at").asString()).isEqualTo("2026-11-22T18:05:09.123Z");
        assertThat(body.has("run")).isFalse();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = request.header("webhook-id") + ".1795370709." + request.body();
        assertThat(request.header("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aSecretThatCannotBeReadSaysWhatToDoAndNothingIsSentUnsigned() throws Exception {
        Files.writeString(directory.resolve("secret"), "whsec_???");
        assertThatThrownBy(() -> post(webhook()))
                .hasMessageContaining("no base64")
                .hasMessageNotContaining("???");
        Files.writeString(directory.resolve("secret"), "\n");
        assertThatThrownBy(() -> post(webhook())).hasMessageContaining("is empty");
        Files.delete(directory.resolve("secret"));
        assertThatThrownBy(() -> post(webhook()))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("chmod 600");
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void followsNoRedirect() {
        receiver.behaviour = exchange -> {
            exchange.getResponseHeaders().set("Location", receiver.url("/elsewhere"));
            Receiver.answer(exchange, 302, "");
        };
        assertThatThrownBy(() -> post(webhook()))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("redirect, which is not followed");
        assertThat(receiver.requests).hasSize(1);
    }

    @Test
    void tellsWhatTheReceiverSaidButNotTheSecretsOfTheUrl() {
        receiver.behaviour =
                exchange -> Receiver.answer(exchange, 404, "nothing at\n" + SECRET_PATH + "?key=abc on this server");
        assertThatThrownBy(() -> post(webhook()))
                .isInstanceOf(DeliveryException.class)
                .hasMessage("HTTP 404: nothing at …?… on this server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no such hook: SECRETKEY",
                "bad token TOP SECRET",
                "bad token TOP%20SECRET",
                "{\"path\":\"\\/services\\/T0\\/B0\\/SECRETKEY\"}"
            })
    void hidesEachPartOfTheUrlHoweverItIsQuoted(String answer) {
        receiver.behaviour = exchange -> Receiver.answer(exchange, 404, answer);
        Channel channel =
                SampleChannels.webhook("ops", receiver.url(SECRET_PATH + "/SECRETKEY?wait=true&token=TOP%20SECRET"));
        assertThatThrownBy(() -> post(channel))
                .isInstanceOf(DeliveryException.class)
                .hasMessageStartingWith("HTTP 404: ")
                .hasMessageContaining("…")
                .hasMessageNotContainingAny("SECRET", "T0");
    }

    @ParameterizedTest
    @CsvSource({"400,true", "413,true", "422,true", "401,false", "404,false", "429,false", "500,false"})
    void tellsWhatWouldBeRefusedTheNextTimeToo(int status, boolean forGood) {
        receiver.behaviour = exchange -> Receiver.answer(exchange, status, "no");
        assertThatThrownBy(() -> post(webhook()))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        refused -> assertThat(refused.refusedForGood()).isEqualTo(forGood));
    }

    @Test
    void givesUpOnAReceiverThatDoesNotAnswerInTime() {
        receiver.behaviour = exchange -> sleep(Duration.ofSeconds(20));
        assertQuick(within(Duration.ofMillis(400), webhook()));
    }

    @Test
    void givesUpOnAnAnswerThatComesByteByByte() {
        receiver.behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                sleep(Duration.ofMillis(100));
            }
        };
        assertQuick(within(Duration.ofMillis(700), webhook()));
    }

    @Test
    void doesNotReadAnAnswerWithoutEndToItsEnd() throws Exception {
        receiver.behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(much);
            }
        };
        long began = System.nanoTime();
        assertThat(post(webhook())).startsWith("HTTP 200: xxx").hasSizeLessThan(300);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void refusesMetadataAddressesAlsoBehindAName() throws Exception {
        assertThatThrownBy(() -> post(SampleChannels.webhook("meta", "http://169.254.169.254/latest/meta-data")))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("169.254.169.254")
                .hasMessageContaining("allow-link-local");
        WebDelivery tricked = new WebDelivery(
                new WebCaller(new CallableAddressesTest.FixedNames(InetAddress.getByName("169.254.169.254"))), CLOCK);
        Channel channel = SampleChannels.webhook("meta", "http://innocent.example.org/");
        assertThatThrownBy(() -> tricked.post(channel, (Way.Webhook) channel.way(), test(channel)))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("innocent.example.org is the link-local or metadata address");
    }

    @Test
    void looksANameUpOnceSoThatItCannotChangeBetweenCheckAndConnection() throws Exception {
        AtomicInteger looked = new AtomicInteger();
        DnsResolver rebinding = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return InetAddress.getAllByName(looked.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254");
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        Channel channel = SampleChannels.webhook("name", "http://hooks.example.org:" + receiver.port() + "/");
        WebDelivery delivery = new WebDelivery(new WebCaller(rebinding), CLOCK);
        assertThat(delivery.post(channel, (Way.Webhook) channel.way(), test(channel)))
                .isEqualTo("HTTP 200: ok");
        assertThat(looked).hasValue(1);
        assertThat(receiver.requests.getFirst().header("Host")).startsWith("hooks.example.org");
    }

    @Test
    void saysWhenNobodyListens() {
        receiver.close();
        assertThatThrownBy(() -> post(webhook()))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("refused")
                .hasMessageNotContaining("T0");
    }

    @Test
    void pingsAsHealthchecksExpects() throws Exception {
        URI url = URI.create("https://hc.example.org/ping/uuid/?create=1");
        assertThat(WebDelivery.addressOf(url, "started"))
                .hasToString("https://hc.example.org/ping/uuid/start?create=1");
        assertThat(WebDelivery.addressOf(url, "succeeded")).isEqualTo(url);
        assertThat(WebDelivery.addressOf(url, "failed")).hasToString("https://hc.example.org/ping/uuid/fail?create=1");
        assertThat(WebDelivery.addressOf(url, "partial")).hasToString("https://hc.example.org/ping/uuid/fail?create=1");
        Channel ping = SampleChannels.of(
                "ping", new Way.Ping(URI.create(receiver.url("/uuid"))), EnumSet.noneOf(Occasion.class));
        web.ping(ping, (Way.Ping) ping.way(), test(ping));
        assertThat(receiver.requests.getFirst().method()).isEqualTo("GET");
        assertThat(receiver.requests.getFirst().path()).isEqualTo("/uuid/log");
    }

    private void assertQuick(Channel channel) {
        long began = System.nanoTime();
        assertThatThrownBy(() -> post(channel))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("no answer within");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
