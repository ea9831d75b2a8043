package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.snapshot.Snapshot;
import java.io.IOException;
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
