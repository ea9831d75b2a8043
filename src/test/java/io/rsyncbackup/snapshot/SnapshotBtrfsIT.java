package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.Btrfs;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.filesystem.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotBtrfsIT {
    private final LocalCommandRunner runner = new LocalCommandRunner("test");

    private void run(String... argv) {
        var result = runner.run(Command.of(argv));
        assertThat(result.succeeded()).as(result.errorTail()).isTrue();
    }

    @Test
    void btrfsSnapshotsAreReadOnlySubvolumes() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.btrfs(128)) {
            TestDestination destination = new TestDestination(disk.path());
            destination.write("letter", "first");
            Snapshot taken = destination.take();
            assertThat(new Btrfs(Storage.here(new io.rsyncbackup.command.LocalCommandRunner("test")))
                            .isSubvolume(taken.path()))
                    .isTrue();
            assertThat(runner.run(Command.of("touch", taken.path().resolve("x").toString()))
                            .errorTail())
                    .contains("Read-only");
            run(
                    "btrfs",
                    "subvolume",
                    "create",
                    destination.layout.latest().resolve("inner").toString());
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(destination::take)
                    .withMessageContaining("subvolume inside");
            assertThat(destination.list()).containsExactly(taken);
            assertThat(destination.layout.incomplete()).isEmptyDirectory();
        }
    }

    @Test
    void halfMadeBtrfsSnapshotsAreRemovedByTheNextRun() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.btrfs(128)) {
            TestDestination destination = new TestDestination(disk.path());
            for (String half : List.of("incomplete", "renamed", "read-only")) {
                Path incomplete = destination.layout.incomplete().resolve("2026-01-01T000000Z");
                Path published = destination.layout.snapshot("2026-01-01T000000Z");
                Files.writeString(destination.layout.sidecar("2026-01-01T000000Z"), "{\"state\":\"building\"}");
                Path made = half.equals("incomplete") ? incomplete : published;
                run(
                        "btrfs",
                        "subvolume",
                        "snapshot",
                        destination.layout.latest().toString(),
                        made.toString());
                if (half.equals("read-only")) {
                    run("btrfs", "property", "set", "-ts", made.toString(), "ro", "true");
                }
                destination.store.cleanUp(destination.layout);
                assertThat(made).doesNotExist();
                assertThat(destination.layout.sidecars()).isEmptyDirectory();
                assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                        .isEmpty();
                assertThat(destination.trash.pending(destination.layout)).isZero();
            }
        }
    }
}
