package io.rsyncbackup.backup;

import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunFilter;
import io.rsyncbackup.run.RunPage;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what was asked for; the plan's active run is what a test says. */
final class RequestedRuns implements Runs {
    final List<RunRequest> requests = new ArrayList<>();
    Run active;
    boolean closed;

    static Run run(RunRequest request, RunState state, RunStep... steps) {
        return new Run(
                "run1",
                request,
                state,
                null,
                "here",
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                List.of(steps),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null);
    }

    @Override
    public Optional<Run> enqueueNext(RunRequest request) {
        requests.add(request);
        return active == null && !closed ? Optional.of(run(request, RunState.QUEUED)) : Optional.empty();
    }

    @Override
    public Optional<Run> active(String plan) {
        return Optional.ofNullable(active);
    }

    @Override
    public Enqueued enqueue(RunRequest request, IdempotencyKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Run> find(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Run> last(String plan) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RunPage list(RunFilter filter, int limit, String cursor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Run await(String id, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Run cancel(String id, String by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long queueLength() {
        throw new UnsupportedOperationException();
    }
}
