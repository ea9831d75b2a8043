package io.rsyncbackup.notify;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Calls webhooks and pings. Headers and signature of a webhook are those of Standard Webhooks. */
final class WebDelivery {
    private static final int SHOWN = 200;
    /** Bad request, content too large, unprocessable content: all others may pass. */
    private static final Set<Integer> REFUSED_FOR_GOOD = Set.of(400, 413, 422);

    private final WebCaller caller;
    private final Clock clock;

    WebDelivery(WebCaller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    String post(Channel channel, Way.Webhook webhook, Notification notification) throws DeliveryException {
        String body = notification.toJson();
        HttpPost request = new HttpPost(webhook.url());
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        request.setHeader("webhook-id", notification.id());
        long seconds = clock.instant().getEpochSecond();
        request.setHeader("webhook-timestamp", Long.toString(seconds));
        Path secretFile = webhook.secretFile();
        if (secretFile != null) {
            request.setHeader("webhook-signature", SigningKey.of(secretFile).sign(notification.id(), seconds, body));
        }
        return call(channel, webhook.url(), request);
    }

    String ping(Channel channel, Way.Ping ping, Notification notification) throws DeliveryException {
        URI url = addressOf(ping.url(), notification.event());
        return call(channel, ping.url(), new HttpGet(url));
    }

    /** As Healthchecks expects: {@code /start} at the start, nothing for a success, {@code /fail} for the rest. */
    static URI addressOf(URI url, String event) {
        return switch (event) {
            case Notification.SUCCEEDED -> url;
            case Notification.STARTED -> below(url, "/start");
            // noted there, and neither success nor failure
            case Notification.TEST -> below(url, "/log");
            default -> below(url, "/fail");
        };
    }

    private static URI below(URI url, String suffix) {
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + suffix + query);
    }

    private String call(Channel channel, URI url, HttpUriRequestBase request) throws DeliveryException {
        Answer answer = caller.call(request, channel.linkLocal(), channel.timeout());
        String said = "HTTP " + answer.status() + shown(answer.text(), url);
        if (answer.status() >= 200 && answer.status() < 300) {
            return said;
        }
        throw new DeliveryException(
                answer.status() >= 300 && answer.status() < 400
                        ? "HTTP " + answer.status()
                                + ", a redirect, which is not followed; configure the URL it leads to"
                        : said,
                REFUSED_FOR_GOOD.contains(answer.status()));
    }

    /** The beginning of an answer, in which a server may repeat the secret part of the URL. */
    private static String shown(String text, URI url) {
        String clean = UrlSecrets.hideIn(Wording.oneLine(text), url);
        if (clean.isEmpty()) {
            return "";
        }
        return ": " + (clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean);
    }
}
