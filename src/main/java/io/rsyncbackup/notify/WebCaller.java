package io.rsyncbackup.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** Calls a URL once, within a time, without following anything, and reads only the beginning of the answer. */
final class WebCaller {
    private static final int MOST = 2000;

    private final DnsResolver names;
    private final Attempts attempts = new Attempts();

    WebCaller() {
        this(SystemDefaultDnsResolver.INSTANCE);
    }

    WebCaller(DnsResolver names) {
        this.names = names;
    }

    /** @throws DeliveryException when there was no answer; the message names no URL */
    Answer call(HttpUriRequestBase request, boolean linkLocal, Duration timeout) throws DeliveryException {
        try {
            return attempts.within(timeout, () -> answer(request, linkLocal, timeout));
        } catch (ExecutionException e) {
            throw new DeliveryException(why(Objects.requireNonNullElse(e.getCause(), e), timeout), e);
        } finally {
            request.abort();
        }
    }

    private Answer answer(HttpUriRequestBase request, boolean linkLocal, Duration timeout) throws IOException {
        Timeout limit = Timeout.of(timeout);
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(limit)
                .setConnectionRequestTimeout(limit)
                .build());
        CloseableHttpClient client = client(linkLocal, limit);
        try {
            ClassicHttpResponse response = client.executeOpen(null, request, null);
            return new Answer(response.getCode(), beginning(response.getEntity()));
        } finally {
            // not the response: to close it would read an answer without end to its end
            request.abort();
            client.close(CloseMode.IMMEDIATE);
        }
    }

    private CloseableHttpClient client(boolean linkLocal, Timeout limit) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(linkLocal ? names : new CallableAddresses(names))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(limit)
                                .setSocketTimeout(limit)
                                .build())
                        .build())
                .setUserAgent("rsync-backup-server")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    private static String beginning(HttpEntity entity) throws IOException {
        if (entity == null) {
            return "";
        }
        InputStream body = entity.getContent();
        return new String(body.readNBytes(MOST), StandardCharsets.UTF_8);
    }

    private static String why(Throwable e, Duration timeout) {
        return switch (e) {
            case CallableAddresses.RefusedAddressException refused -> String.valueOf(refused.getMessage());
            case UnknownHostException unknown -> "the host's name is not known";
            case SocketTimeoutException slow -> Attempts.tooSlow(timeout);
            case SSLException tls -> "TLS failed: " + Wording.oneLine(String.valueOf(tls.getMessage()));
            default -> Wording.oneLine(e.getClass().getSimpleName() + ": " + e.getMessage());
        };
    }
}
