package io.rsyncbackup.status;

import io.rsyncbackup.destination.Capacity;
import io.rsyncbackup.plan.EndedRun;
import io.rsyncbackup.plan.PlanState;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.IdempotencyKey;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunFilter;
import io.rsyncbackup.run.RunPage;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The rooms below this one, answering what a test says. */
public final class Fakes {
    private Fakes() {}

    public static SnapshotSummaries noSnapshots() {
        return new SnapshotSummaries(null) {
            @Override
            public SnapshotSummary of(String plan) {
                return new SnapshotSummary(0, null, null);
            }
        };
    }

    /** One state for every plan. */
    public record States(PlanState state) implements PlanStates {
        @Override
        public PlanState get(String plan) {
            return state;
        }

        @Override
        public void knowDestination(String plan, String destinationId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause(String plan, boolean paused) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void runEnded(String plan, EndedRun run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void destinationSeen(String plan, Capacity capacity, long trashPending, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void destinationMissing(String plan) {
            throw new UnsupportedOperationException();
        }
    }

    /** One last and one active run for every plan. */
    public record History(Optional<Run> newest, Optional<Run> current) implements Runs {
        @Override
        public Optional<Run> active(String plan) {
            return current;
        }

        @Override
        public Optional<Run> last(String plan) {
            return newest;
        }

        @Override
        public Enqueued enqueue(RunRequest request, IdempotencyKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Run> enqueueNext(RunRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Run> find(String id) {
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
            return current.isPresent() ? 1 : 0;
        }
    }
}
