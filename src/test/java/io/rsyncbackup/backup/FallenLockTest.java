package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock of the destination falls by itself while a step works there, at a moment that is chosen. */
@Timeout(60)
class FallenLockTest {
    private static final List<String> OLD = List.of("2001-01-01T000000Z", "2002-01-01T000000Z");

    @TempDir
    Path directory;

    private final AtomicBoolean fallen = new AtomicBoolean();
    private BackupHouse house;

    @BeforeEach
    void makeHouse() throws IOException {
        house = new BackupHouse(directory.toRealPath()).write("a", "1");
        house.attempts = 3;
    }

    @Test
    void aSnapshotThatIsThereIsMadeDurableBeforeItCounts() {
        List<String> written = new ArrayList<>();
        house.files = (call, result) -> {
            if (call.writes(house.layout.sidecars(), "\"complete\"")) {
                written.add(((Path) call.arguments().getFirst()).getFileName().toString());
                if (written.size() == 1) {
                    fallen.set(true);
                    throw new DestinationException(
                            DestinationException.Reason.NETWORK, "it broke before the name was on the disk");
                }
            }
            return fallible(result);
        };
        assertThat(house.states(false, BACKUP, SNAPSHOT)).containsOnly(RunState.SUCCEEDED);
        assertThat(written).hasSize(2);
        assertThat(house.snapshots())
                .singleElement()
                .satisfies(snapshot -> assertThat(written).containsOnly(snapshot.name() + ".json"))
                .satisfies(snapshot -> assertThat(snapshot.run()).isEqualTo("run1"))
                .extracting(Snapshot::partial)
                .isEqualTo(false);
    }

    @Test
    void rotationRemovesNothingMoreUntilItIsTakenAnew() throws IOException {
        house.backUp();
        for (String name : OLD) {
            Files.createDirectory(house.layout.snapshot(name));
        }
        List<Long> left = new ArrayList<>();
        AtomicBoolean once = new AtomicBoolean();
        house.files = (call, result) -> {
            if (call.movesInto(house.layout.trash()) && once.compareAndSet(false, true)) {
                fallen.set(true);
            }
            return fallible(result);
        };
        Run run = house.queued(false, ROTATE);
        try (BackupSession session = house.session(run)) {
            RecordedContext context = new RecordedContext(run);
            context.heard = line -> {
                if (line.startsWith("attempt 1 failed")) {
                    left.add(OLD.stream()
                            .filter(name -> Files.exists(house.layout.snapshot(name)))
                            .count());
                }
            };
            StepResult result = session.steps().getFirst().execute(context);
            assertThat(result.state()).as(result.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(result.details().get("rotation")).asString().contains(OLD);
        }
        assertThat(left).containsExactly(1L);
        assertThat(house.snapshots()).hasSize(1);
    }

    /** A lock of this host falls with its server alone. */
    private Object fallible(Object result) {
        return result instanceof Optional<?> found && found.orElse(null) instanceof Storage.Lock lock
                ? Optional.of(new FallibleLock(lock))
                : result;
    }

    private final class FallibleLock implements Storage.Lock {
        private final Storage.Lock real;

        FallibleLock(Storage.Lock real) {
            this.real = real;
            fallen.set(false);
        }

        @Override
        public void announce() throws IOException {
            real.announce();
        }

        @Override
        public boolean lost() {
            return fallen.get();
        }

        @Override
        public void release() {
            real.release();
        }
    }
}
