package io.rsyncbackup.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller with a token, or without one. */
final class Http {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final int port;
    private final String token;

    Http(int port, String token) {
        this.port = port;
        this.token = token;
    }

    Http as(String otherToken) {
        return new Http(port, otherToken);
    }

    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The code of the problem, after a look at whether this is a proper one. */
        String problem() {
            if (!header("Content-Type").equals("application/problem+json")) {
                throw new AssertionError("no problem: " + status() + " " + header("Content-Type") + " " + text());
            }
            JsonNode document = json();
            if (document.path("status").asInt() != status()
                    || document.path("requestId").asString("").isEmpty()
                    || !document.path("requestId").asString().equals(header("X-Request-Id"))
                    || document.path("title").asString("").isEmpty()
                    || document.path("detail").asString("").isEmpty()
                    || document.path("instance").asString("").isEmpty()) {
                throw new AssertionError("an incomplete problem: " + text());
            }
            return document.path("type").asString().replaceFirst("^.*/problems/", "");
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    Answer send(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = request(path, headers);
        if (json == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(json));
            if (java.util.Arrays.stream(headers).noneMatch("Content-Type"::equals)) {
                request.header("Content-Type", "application/json");
            }
        }
        return new Answer(exchange(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    /** An answer that is read while it comes. */
    HttpResponse<InputStream> stream(String path, String... headers) {
        return exchange(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** What no client would send. */
    String raw(String request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
