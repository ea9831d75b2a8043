package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.filesystem.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotMountsIT {
    private final LocalCommandRunner runner = new LocalCommandRunner("test");

    private void run(String... argv) {
        var result = runner.run(Command.of(argv));
        assertThat(result.succeeded()).as(result.errorTail()).isTrue();
    }

    @Test
    void mountPointsAreLeftAndReported() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(32)) {
            TestDestination destination = new TestDestination(disk.path());
            Path precious = destination.directory("precious");
            Files.writeString(precious.resolve("file"), "kept");
            Path mounted = destination.directory("2024-05-10");
            Path holding = destination.directory("2024-05-11/inner");
            run("mount", "--bind", precious.toString(), mounted.toString());
            run("mount", "--bind", precious.toString(), holding.toString());
            for (String name : List.of("2024-05-10", "2024-05-11")) {
                assertThatExceptionOfType(SnapshotException.class)
                        .isThrownBy(() -> destination.store.remove(destination.layout, name, SnapshotMethod.HARD_LINK))
                        .withMessageContaining("is a mount point");
            }
            assertThat(destination.names()).containsExactly("2024-05-11", "2024-05-10");
            Path trashed = destination.directory(".rsync-backup/trash/2024-05-12.aaaa/inner");
            run("mount", "--bind", precious.toString(), trashed.toString());
            assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                    .singleElement()
                    .asString()
                    .contains("is a mount point");
            assertThat(precious.resolve("file")).hasContent("kept");
            run("umount", trashed.toString());
            assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                    .isEmpty();
            assertThat(destination.trash.pending(destination.layout)).isZero();
        }
    }

    @Test
    void whatCannotBeRemovedIsReportedAndTheRestIsRemoved() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(32)) {
            TestDestination destination = new TestDestination(disk.path());
            Path stubborn =
                    destination.directory(".rsync-backup/trash/2024-05-10.aaaa").resolve("file");
            Files.writeString(stubborn, "immutable");
            destination.directory(".rsync-backup/trash/2024-05-11.bbbb");
            run("chattr", "+i", stubborn.toString());
            assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                    .singleElement()
                    .asString()
                    .contains("Operation not permitted");
            assertThat(destination.trash.pending(destination.layout)).isEqualTo(1);
            run("chattr", "-i", stubborn.toString());
            assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                    .isEmpty();
        }
    }

    @Test
    void aDestinationThatIsNotMountedIsRefusedAndNothingIsWritten() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(32)) {
            TestDestination destination = new TestDestination(disk.path());
            disk.unmount();
            assertThatExceptionOfType(DestinationException.class)
                    .isThrownBy(() -> destination.destinations.recognise(
                            destination.layout,
                            Set.of(destination.identity.id()),
                            destination.destinations.mayInitialise(destination.layout, Path.of("/none")),
                            null))
                    .withMessageContaining("does not exist");
            assertThat(disk.path()).isEmptyDirectory();
            assertThatExceptionOfType(DestinationException.class).isThrownBy(destination::list);
            disk.mount();
            assertThat(destination.destinations.recognise(
                            destination.layout, Set.of(destination.identity.id()), false, null))
                    .isEqualTo(destination.identity);
        }
    }

    @Test
    void latestAsAMountOfItsOwnIsRefused() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(32)) {
            TestDestination destination = new TestDestination(disk.path());
            run(
                    "mount",
                    "--bind",
                    destination.directory("other").toString(),
                    destination.layout.latest().toString());
            assertThatExceptionOfType(DestinationException.class)
                    .isThrownBy(() -> destination.destinations.recognise(
                            destination.layout, Set.of(destination.identity.id()), false, null))
                    .withMessageContaining("mount point of its own");
        }
    }
}
