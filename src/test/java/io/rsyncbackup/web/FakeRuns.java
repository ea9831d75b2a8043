package io.rsyncbackup.web;

import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.run.Progress;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunEvent;
import io.rsyncbackup.run.RunEvents;
import io.rsyncbackup.run.RunFilter;
import io.rsyncbackup.run.RunLogs;
import io.rsyncbackup.run.RunNotActiveException;
import io.rsyncbackup.run.RunPage;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.StepName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Runs that end, log and tell when a test says so. */
final class FakeRuns implements Runs, RunEvents, RunLogs {
    static final Instant QUEUED_AT = Instant.parse("2026-11-22T18:05:09.123456789Z");

    private final Path directory;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<IdempotencyKey, String> keys = new LinkedHashMap<>();
    private final List<RunEvent> events = new ArrayList<>();
    final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private int first;
    RunFilter lastFilter = RunFilter.ALL;

    record Listener(String run, Consumer<RunEvent> consumer) {}

    FakeRuns(Path directory) {
        this.directory = directory;
    }

    /** Numbers go on, so that no run gets the log of an earlier one. */
    synchronized void reset() {
        first += runs.size();
        runs.clear();
        keys.clear();
        events.clear();
    }

    @Override
    public synchronized Enqueued enqueue(RunRequest request, IdempotencyKey key) {
        if (key != null) {
            for (Map.Entry<IdempotencyKey, String> known : keys.entrySet()) {
                if (known.getKey().key().equals(key.key())) {
                    Run run = runs.get(known.getValue());
                    return known.getKey().bodyHash().equals(key.bodyHash())
                            ? new Enqueued.Replayed(run)
                            : new Enqueued.KeyReused(run);
                }
            }
        }
        Optional<Run> active = active(request.plan());
        if (active.isPresent()) {
            return new Enqueued.AlreadyActive(active.get());
        }
        String id = "01JD%06d".formatted(first + runs.size());
        Run run = run(id, request, RunState.QUEUED);
        runs.put(id, run);
        if (key != null) {
            keys.put(key, id);
        }
        publish(id, RunEvent.Type.STATE, "{\"state\":\"queued\"}");
        return new Enqueued.Accepted(run);
    }

    @Override
    public Optional<Run> enqueueNext(RunRequest request) {
        throw new UnsupportedOperationException();
    }

    synchronized void end(String id, RunState state) {
        runs.put(id, run(id, runs.get(id).request(), state));
        publish(id, RunEvent.Type.ENDED, "{\"state\":\"" + state.text() + "\"}");
        notifyAll();
    }

    synchronized void publish(String run, RunEvent.Type type, String data) {
        boolean persisted = switch (type) {
            case STATE, STEP, ENDED -> true;
            case PROGRESS, LOG -> false;
        };
        RunEvent event = new RunEvent(persisted ? events.size() + 1L : null, run, type, data);
        if (persisted) {
            events.add(event);
        }
        listeners.stream()
                .filter(listener -> listener.run().equals(run))
                .forEach(listener -> listener.consumer().accept(event));
    }

    void log(String run, String text) {
        try {
            Files.writeString(file(run), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        publish(run, RunEvent.Type.LOG, "{\"offset\":0,\"size\":" + size(run) + "}");
    }

    private static Run run(String id, RunRequest request, RunState state) {
        boolean ended = state.ended();
        return new Run(
                id,
                request,
                state,
                state == RunState.PARTIAL ? RunReason.UNREADABLE_FILES : null,
                "node-1",
                QUEUED_AT,
                ended ? QUEUED_AT.plusSeconds(1) : null,
                ended ? QUEUED_AT.plusSeconds(74) : null,
                ended ? Duration.ofMillis(73_200) : null,
                ended ? "it is over" : null,
                ended ? null : new Progress(41.5, 123, 10, 240L, 1000.0, 51.0),
                List.of(new RunStep(
                        StepName.BACKUP, state, null, null, QUEUED_AT, null, null, 1, "rsync …", ended ? 0 : null)),
                ended ? Map.of("snapshot", "2026-11-22T180509Z", "transfer", Map.of("filesTotal", 1)) : Map.of(),
                List.of(),
                state == RunState.QUEUED ? 1 : null,
                null,
                null,
                null);
    }

    @Override
    public synchronized Optional<Run> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    @Override
    public synchronized Optional<Run> active(String plan) {
        return runs.values().stream()
                .filter(run -> run.request().plan().equals(plan) && !run.state().ended())
                .findFirst();
    }

    @Override
    public synchronized Optional<Run> last(String plan) {
        return runs.values().stream()
                .filter(run -> run.request().plan().equals(plan) && run.state().ended())
                .reduce((one, other) -> other);
    }

    @Override
    public synchronized RunPage list(RunFilter filter, int limit, String cursor) {
        if (cursor != null && !cursor.equals("more")) {
            throw new IllegalArgumentException("no cursor of ours");
        }
        lastFilter = filter;
        List<Run> found = new ArrayList<>(runs.values()).reversed();
        return new RunPage(found.stream().limit(limit).toList(), found.size() > limit ? "more" : null);
    }

    @Override
    public synchronized Run await(String id, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!get(id).state().ended() && System.nanoTime() < deadline) {
            wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        return get(id);
    }

    @Override
    public Run cancel(String id, String by) {
        if (get(id).state().ended()) {
            throw new RunNotActiveException(id, "run " + id + " has ended");
        }
        end(id, RunState.CANCELLED);
        return get(id);
    }

    @Override
    public synchronized long queueLength() {
        return 0;
    }

    @Override
    public synchronized List<RunEvent> after(String runId, long lastEventId) {
        return events.stream()
                .filter(event -> event.run().equals(runId) && event.id() > lastEventId)
                .toList();
    }

    @Override
    public AutoCloseable subscribe(String runId, Consumer<RunEvent> listener) {
        Listener added = new Listener(runId, listener);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    @Override
    public AutoCloseable subscribeAll(Consumer<RunEvent> listener) {
        return () -> {};
    }

    private Path file(String runId) {
        return directory.resolve(runId + ".log");
    }

    @Override
    public InputStream open(String runId, long from) throws IOException {
        InputStream log = Files.newInputStream(file(runId));
        log.skipNBytes(from);
        return log;
    }

    @Override
    public long size(String runId) {
        try {
            return Files.exists(file(runId)) ? Files.size(file(runId)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
