package io.rsyncbackup.web;

import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.cluster.Member;
import io.rsyncbackup.run.Run;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Asks the server that a run is or was on for what lies there, in the name of who asks here, and hands its answer on as it
 * comes. All servers know the same callers.
 */
@Component
class OtherServers {
    /** Such a request is answered here, whatever servers think of one another. */
    static final String HANDED_ON = "X-Backup-Handed-On";

    private static final Logger LOG = LoggerFactory.getLogger(OtherServers.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int BUFFER = 64 * 1024;
    private static final List<String> ASKED =
            List.of("Authorization", "Accept", "Range", "If-Range", "Last-Event-ID", "X-Request-Id");
    private static final List<String> ANSWERED = List.of(
            "Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "X-Log-Size", "X-Accel-Buffering");

    private final Cluster cluster;
    private final OpenStreams streams;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    OtherServers(Cluster cluster, OpenStreams streams) {
        this.cluster = cluster;
        this.streams = streams;
    }

    /** The other server that the run is or was on, by its id. */
    Optional<String> of(Run run) {
        return Optional.ofNullable(run.node())
                .filter(node -> cluster.shared() && !node.equals(cluster.self().id()));
    }

    /** True when the other server has given the answer; else nothing was answered yet. */
    boolean answered(Run run, HttpServletRequest request, HttpServletResponse response) throws IOException {
        URI url = of(run).filter(node -> request.getHeader(HANDED_ON) == null)
                .map(this::url)
                .orElse(null);
        return url != null && answered(url, request, response);
    }

    private @Nullable URI url(String node) {
        return cluster.everyOther().stream()
                .filter(member -> member.id().equals(node))
                .map(Member::url)
                .findFirst()
                .orElse(null);
    }

    private boolean answered(URI url, HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(question(url, request), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            LOG.info("{} cannot be asked: {}", url, e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try (InputStream body = answer.body()) {
            int status = answer.statusCode();
            // it may not know the caller's certificate, or not have heard of the run yet
            boolean useful = HttpStatus.valueOf(status).is2xxSuccessful()
                    || status == HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value();
            if (!useful) {
                LOG.info("{} was asked and answered {}", url, status);
                return false;
            }
            response.setStatus(status);
            ANSWERED.forEach(
                    name -> answer.headers().firstValue(name).ifPresent(value -> response.setHeader(name, value)));
            copy(body, response.getOutputStream());
            return true;
        }
    }

    private static HttpRequest question(URI url, HttpServletRequest request) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        String base = url.toString().replaceAll("/+$", "");
        HttpRequest.Builder question = HttpRequest.newBuilder(URI.create(base + request.getRequestURI() + query))
                .timeout(ANSWER)
                .method(request.getMethod(), HttpRequest.BodyPublishers.noBody())
                .header(HANDED_ON, "1");
        for (String name : ASKED) {
            Optional.ofNullable(request.getHeader(name)).ifPresent(value -> question.header(name, value));
        }
        return question.build();
    }

    /** As it comes, until its end, that of the caller, or that of this server. */
    @SuppressWarnings("try") // held only to be closed
    private void copy(InputStream body, OutputStream output) throws IOException {
        try (OpenStreams.Registration registration = streams.register(() -> close(body))) {
            byte[] buffer = new byte[BUFFER];
            output.flush();
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                output.write(buffer, 0, read);
                output.flush();
            }
        } catch (IOException e) {
            if (!streams.closing()) {
                throw e;
            }
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
