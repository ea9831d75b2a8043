package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rsyncbackup.command.RequestedStop;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.SnapshotMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotLeftoversTest {
    @TempDir
    Path disk;

    private TestDestination destination;

    @BeforeEach
    void initialise() throws IOException {
        destination = new TestDestination(disk, SnapshotMethod.HARD_LINK);
        destination.write("documents/letter", "Dear reader");
    }

    private void assertNothingLeft() throws IOException {
        assertThat(destination.names()).isEmpty();
        assertThat(destination.layout.sidecars()).isEmptyDirectory();
        assertThat(destination.layout.incomplete()).isEmptyDirectory();
        assertThat(TestDestination.children(destination.layout.parent()))
                .containsExactlyInAnyOrder(destination.layout.latest(), destination.layout.own());
    }

    private void sidecar(String name, String json) throws IOException {
        Files.writeString(destination.layout.sidecar(name), json);
    }

    @Test
    void whatAKilledServerLeftIsRemovedByTheNextRun() throws IOException {
        Snapshot whole = destination.take();
        destination.directory("2026-01-01T000000Z");
        sidecar("2026-01-01T000000Z", "{\"state\":\"building\"}");
        destination.directory(".rsync-backup/incomplete/2026-01-02T000000Z");
        sidecar("2026-01-02T000000Z", "{\"state\":\"building\"}");
        sidecar("2026-01-03T000000Z", "{\"state\":\"complete\"}");
        Files.writeString(destination.layout.sidecars().resolve(".2026-01-04T000000Z.json.77.tmp"), "{");
        Files.writeString(destination.layout.own().resolve(".latest.json.77.tmp"), "{");
        assertThat(destination.names()).as("building is not listed").containsExactly(whole.name());
        destination.store.cleanUp(destination.layout);
        assertThat(destination.list()).containsExactly(whole);
        assertThat(destination.layout.incomplete()).isEmptyDirectory();
        assertThat(TestDestination.children(destination.layout.sidecars()))
                .containsExactly(destination.layout.sidecar(whole.name()));
        assertThat(destination.layout.own().resolve(".latest.json.77.tmp")).doesNotExist();
        assertThat(destination.layout.snapshot("2026-01-01T000000Z")).doesNotExist();
        assertThat(destination.trash.pending(destination.layout)).isEqualTo(2);
    }

    @Test
    void aStopDuringTheCopyLeavesNothing() throws Exception {
        for (int file = 0; file < 20_000; file++) {
            Files.createFile(
                    destination.write("many/" + file % 100 + "/" + file, "").resolveSibling("link" + file));
        }
        RequestedStop stop = new RequestedStop();
        destination.runner.before(argv -> {
            if (argv.getFirst().equals("cp")) {
                Thread.startVirtualThread(() -> {
                    org.awaitility.Awaitility.await()
                            .pollInterval(java.time.Duration.ofMillis(5))
                            .until(() -> !TestDestination.children(destination.layout.incomplete())
                                    .isEmpty());
                    stop.request();
                });
            }
        });
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> destination.store.take(destination.request(), stop))
                .returns(SnapshotException.Reason.STOPPED, SnapshotException::reason);
        destination.runner.before(argv -> {});
        assertNothingLeft();
        destination.take();
        assertThat(destination.names()).hasSize(1);
    }

    @Test
    void aKilledCopyLeavesNothing() throws IOException {
        destination.runner.before(argv -> {
            if (argv.getFirst().equals("sync")) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(destination::take);
        assertNothingLeft();
        assertThat(destination.trash.pending(destination.layout)).isEqualTo(1);
    }

    @Test
    void aCopyThatFailsFailsTheSnapshotWithWhatItSaid() throws IOException {
        SnapshotException exception = catchThrowableOfType(
                SnapshotException.class,
                () -> destination.store.take(
                        new TakeRequest(
                                destination.layout,
                                SnapshotMethod.HARD_LINK,
                                false,
                                "run1",
                                null,
                                null,
                                false,
                                List.of("sh", "-c", "\"$@\"; echo 'cp: Read-only file system' >&2; exit 1", "failing"),
                                line -> destination.log.add(new String(line))),
                        StopSignal.NEVER));
        assertThat(exception.reason()).isEqualTo(SnapshotException.Reason.READ_ONLY);
        assertThat(destination.log).contains("cp: Read-only file system");
    }

    @Test
    void aStoppedTrashIsEmptiedTheNextTime() throws IOException {
        destination.directory(".rsync-backup/trash/2024-05-10.aaaa");
        RequestedStop stop = new RequestedStop();
        stop.request();
        assertThat(destination.trash.empty(destination.layout, stop)).isEmpty();
        assertThat(destination.trash.pending(destination.layout)).isEqualTo(1);
        assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                .isEmpty();
        assertThat(destination.trash.pending(destination.layout)).isZero();
    }
}
