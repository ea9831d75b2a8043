package io.rsyncbackup.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a client with curl can do, with the generated admin token. */
public final class Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI root;
    private final Path tokenFile;

    public Api(int port, Path tokenFile) {
        root = URI.create("http://127.0.0.1:" + port);
        this.tokenFile = tokenFile;
    }

    public int port() {
        return root.getPort();
    }

    /** An answer; {@code json} is a missing node where the body is no JSON. */
    public record Answer(int status, HttpResponse<byte[]> response, JsonNode json) {
        public String text() {
            return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(
                        "expected " + wanted + " of " + response.request().method() + " "
                                + response.request().uri() + ", got " + status + ": " + text());
            }
            return this;
        }
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer post(String path, String body, String... headers) {
        var request = request(path, headers);
        if (body.isEmpty()) {
            return send(request.POST(HttpRequest.BodyPublishers.noBody()));
        }
        return send(request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer patch(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer put(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Starts a run of all default steps and answers its id, once it is acknowledged. */
    public String start(String plan) {
        return start(plan, "");
    }

    public String start(String plan, String body) {
        return post("/api/v1/plans/" + plan + "/runs", body)
                .expect(202)
                .json()
                .path("id")
                .asString();
    }

    /** Starts a run and waits for its end, whatever that is. */
    public JsonNode runToEnd(String plan) {
        return runToEnd(plan, "");
    }

    public JsonNode runToEnd(String plan, String body) {
        return awaitEnd(start(plan, body));
    }

    public JsonNode awaitEnd(String run) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var answer = get("/api/v1/runs/" + run, "Prefer", "wait=60");
            if (answer.status() == 200 && ended(answer.json())) {
                return answer.json();
            }
            if (answer.status() != 200 && answer.status() != 202) {
                answer.expect(200);
            }
        }
        throw new AssertionError("run " + run + " has not ended after " + PATIENCE);
    }

    public JsonNode run(String id) {
        return get("/api/v1/runs/" + id).expect(200).json();
    }

    public String runLog(String id) {
        return get("/api/v1/runs/" + id + "/log").text();
    }

    public static boolean ended(JsonNode run) {
        var state = run.path("state").asString();
        return !state.equals("queued") && !state.equals("running");
    }

    /** Names of the plan's snapshots, newest first, after a fresh look at the destination. */
    public List<String> snapshots(String plan) {
        post("/api/v1/plans/" + plan + "/snapshots/refresh", "").expect(200);
        return names(get("/api/v1/plans/" + plan + "/snapshots?limit=500")
                .expect(200)
                .json());
    }

    public static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.path("name").asString())
                .toList();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token());
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Written while the server starts, so read anew each time. */
    private String token() {
        try {
            return Files.exists(tokenFile) ? Files.readString(tokenFile).strip() : "none-yet";
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean isJson = response.headers()
                    .firstValue("Content-Type")
                    .map(type -> type.contains("json"))
                    .orElse(false);
            var json = isJson && response.body().length > 0
                    ? JSON.readTree(response.body())
                    : JsonNodeFactory.instance.missingNode();
            return new Answer(response.statusCode(), response, json);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
