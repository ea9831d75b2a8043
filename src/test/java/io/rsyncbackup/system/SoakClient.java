package io.rsyncbackup.system;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Somebody who looks at things, starts runs, and follows them by their events to the end. */
final class SoakClient implements Runnable {
    private static final List<String> PAGES = List.of(
            "/api/v1/status",
            "/api/v1/plans?limit=200",
            "/api/v1/runs?limit=50",
            "/actuator/prometheus",
            "/actuator/health");

    private final Api api;
    private final HttpClient http;
    private final String token;
    private final List<String> plans;
    private final Random random;
    private final BooleanSupplier over;
    private final Queue<String> errors;
    private final AtomicInteger followed;

    SoakClient(
            Api api,
            HttpClient http,
            String token,
            List<String> plans,
            Random random,
            BooleanSupplier over,
            Queue<String> errors,
            AtomicInteger followed) {
        this.api = api;
        this.http = http;
        this.token = token;
        this.plans = plans;
        this.random = random;
        this.over = over;
        this.errors = errors;
        this.followed = followed;
    }

    @Override
    public void run() {
        while (!over.getAsBoolean()) {
            try {
                look();
                follow(plans.get(random.nextInt(plans.size())));
                Thread.sleep(random.nextInt(500));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | AssertionError e) {
                errors.add(String.valueOf(e));
            }
        }
    }

    private void look() {
        var page = PAGES.get(random.nextInt(PAGES.size()));
        var answer = api.get(page);
        if (answer.status() != 200) {
            errors.add(page + " answered " + answer.status() + ": " + answer.text());
        }
    }

    /** A run that is active already is followed from where it is. */
    private void follow(String plan) throws InterruptedException {
        var started = api.post("/api/v1/plans/" + plan + "/runs?ifActive=join", "");
        var run = started.json().path(started.status() == 409 ? "runId" : "id").asString();
        if (started.status() != 202 && started.status() != 200 && started.status() != 409) {
            errors.add("a run of " + plan + " was answered " + started.status() + ": " + started.text());
            return;
        }
        long last = events(run);
        var ended = api.run(run);
        if (!Api.ended(ended)) {
            errors.add("the events of " + run + " ended before it did, with number " + last);
        }
        followed.incrementAndGet();
    }

    private long events(String run) throws InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.port() + "/api/v1/runs/" + run + "/events"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "0")
                .timeout(Duration.ofMinutes(5))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                errors.add("the events of " + run + " were answered " + answer.statusCode());
                return 0;
            }
            long last = 0;
            boolean ended = false;
            try (var lines = answer.body()) {
                for (var line : (Iterable<String>) lines::iterator) {
                    if (line.startsWith("id:")) {
                        long id = Long.parseLong(line.substring(3).strip());
                        if (id != last + 1) {
                            errors.add("event " + id + " of " + run + " came after " + last);
                        }
                        last = id;
                    }
                    ended |= line.replace(" ", "").equals("event:ended");
                }
            }
            if (!ended) {
                errors.add("the events of " + run + " stopped after number " + last + " without its end");
            }
            return last;
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
