package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.filesystem.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotFileSystemsIT {
    private final LocalCommandRunner runner = new LocalCommandRunner("test");

    enum Kind {
        EXT4(() -> LoopFileSystem.ext4(64)),
        XFS(() -> LoopFileSystem.xfs(320)),
        BTRFS(() -> LoopFileSystem.btrfs(128)),
        TMPFS(() -> LoopFileSystem.tmpfs("size=32m"));

        private final Supplier<LoopFileSystem> maker;

        Kind(Supplier<LoopFileSystem> maker) {
            this.maker = maker;
        }
    }

    private void run(String... argv) {
        var result = runner.run(Command.of(argv));
        assertThat(result.succeeded()).as(result.errorTail()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void takesListsAndRemovesOn(Kind kind) throws IOException {
        try (LoopFileSystem disk = kind.maker.get()) {
            TestDestination destination = new TestDestination(disk.path());
            assertThat(destination.identity.method())
                    .isEqualTo(kind == Kind.BTRFS ? SnapshotMethod.BTRFS : SnapshotMethod.HARD_LINK);
            assertThat(destination.destinations.mayInitialise(destination.layout, Path.of("/none")))
                    .isTrue();
            destination.write("documents/letter", "first");
            Snapshot first = destination.take();
            Files.delete(destination.layout.latest().resolve("documents/letter"));
            destination.write("documents/letter", "second");
            Snapshot second = destination.take();
            assertThat(destination.list()).containsExactly(second, first);
            assertThat(first.path().resolve("documents/letter")).hasContent("first");
            assertThat(second.path().resolve("documents/letter")).hasContent("second");
            destination.store.remove(destination.layout, first.name(), destination.identity.method());
            assertThat(destination.list()).containsExactly(second);
            assertThat(destination.trash.pending(destination.layout)).isEqualTo(1);
            assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                    .isEmpty();
            assertThat(destination.trash.pending(destination.layout)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPushInPlaceChangesNoSnapshotOn(Kind kind) throws IOException {
        try (LoopFileSystem disk = kind.maker.get()) {
            TestDestination destination = new TestDestination(disk.path());
            Path pushed = destination.write("letter", "first");
            Path unchanged = destination.write("unchanged", "content");
            Files.setLastModifiedTime(unchanged, FileTime.from(Instant.parse("2020-01-01T00:00:00.123456789Z")));
            Snapshot first = destination.takePushed();
            Snapshot second = destination.takePushed();
            Files.writeString(pushed, "other");
            Snapshot third = destination.takePushed();
            assertThat(first.path().resolve("letter")).hasContent("first");
            assertThat(second.path().resolve("letter")).hasContent("first");
            assertThat(third.path().resolve("letter")).hasContent("other");
            assertThat(Files.getLastModifiedTime(third.path().resolve("unchanged")))
                    .isEqualTo(Files.getLastModifiedTime(unchanged));
            assertThat(destination.store.sharesInodes(destination.layout, destination.identity.method()))
                    .isFalse();
            boolean linked = kind == Kind.EXT4 || kind == Kind.TMPFS;
            assertThat(TestDestination.links(third.path().resolve("unchanged"))).isEqualTo(linked ? 3 : 1);
        }
    }

    @Test
    void noSpaceLeavesNothingAndWorksAgainOnceThereIsRoom() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(48)) {
            TestDestination destination = new TestDestination(disk.path());
            for (int directory = 0; directory < 400; directory++) {
                destination.write("d" + directory + "/file", "content");
            }
            Snapshot before = destination.take();
            Path filler = disk.fill(200_000);
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(destination::take)
                    .returns(SnapshotException.Reason.OUT_OF_SPACE, SnapshotException::reason);
            assertThat(destination.list()).containsExactly(before);
            assertThat(destination.layout.incomplete()).isEmptyDirectory();
            Files.delete(filler);
            assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                    .isEmpty();
            Snapshot after = destination.take();
            assertThat(destination.list()).containsExactly(after, before);
        }
    }

    @Test
    void noInodesLeaveNothingAndAreToldFromNoSpace() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(48, "-N", "256")) {
            TestDestination destination = new TestDestination(disk.path());
            for (int directory = 0; directory < 90; directory++) {
                destination.write("d" + directory + "/file", "content");
            }
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(destination::take)
                    .returns(SnapshotException.Reason.OUT_OF_INODES, SnapshotException::reason);
            assertThat(destination.list()).isEmpty();
            assertThat(destination.layout.sidecars()).isEmptyDirectory();
            assertThat(destination.layout.incomplete()).isEmptyDirectory();
        }
    }

    @Test
    void aReadOnlyFileSystemIsNamedAsSuch() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(32)) {
            TestDestination destination = new TestDestination(disk.path());
            Snapshot before = destination.take();
            disk.remount("ro");
            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(destination::take)
                    .returns(SnapshotException.Reason.READ_ONLY, SnapshotException::reason);
            assertThat(destination.destinations.busyWith(destination.layout)).isEmpty();
            assertThat(destination.list()).containsExactly(before);
        }
    }

    @Test
    void aFileAtTheLinkLimitIsCopiedOnceAndKeepsItsNames() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(128)) {
            TestDestination destination = new TestDestination(disk.path());
            Path full = destination.write("mail/full one", "content");
            Files.createLink(destination.layout.latest().resolve("second\nname"), full);
            destination.write("mail/other", "other");
            Files.setLastModifiedTime(full, FileTime.from(Instant.parse("2020-01-01T00:00:00.123456789Z")));
            // a name that is not UTF-8, which Java could not pass on
            run(
                    "sh",
                    "-c",
                    "cd \"$1\" && ln 'mail/full one' \"$(printf 'latin-\\344')\"",
                    "sh",
                    destination.layout.latest().toString());
            run(
                    "python3",
                    "-c",
                    """
                    import os, sys
                    for number in range(65000 - 3):
                        os.link(sys.argv[1], '%s/%d' % (sys.argv[2], number))
                    """,
                    full.toString(),
                    destination.directory("elsewhere").toString());
            assertThat(TestDestination.links(full)).isEqualTo(65_000);
            FileTime directoryTime = FileTime.from(Instant.parse("2019-01-01T00:00:00.987654321Z"));
            Files.setLastModifiedTime(full.getParent(), directoryTime);
            Files.setLastModifiedTime(destination.layout.latest(), directoryTime);
            Object before = TestDestination.inode(full);

            Snapshot taken = destination.take();

            assertThat(TestDestination.inode(full)).isNotEqualTo(before);
            assertThat(TestDestination.links(full))
                    .as("three in latest, three in the snapshot")
                    .isEqualTo(6);
            Path inSnapshot = taken.path().resolve("mail/full one");
            assertThat(TestDestination.inode(inSnapshot)).isEqualTo(TestDestination.inode(full));
            assertThat(TestDestination.inode(taken.path().resolve("second\nname")))
                    .isEqualTo(TestDestination.inode(full));
            assertThat(inSnapshot).hasContent("content");
            assertThat(Files.getLastModifiedTime(inSnapshot).toInstant())
                    .isEqualTo(Instant.parse("2020-01-01T00:00:00.123456789Z"));
            assertThat(Files.getLastModifiedTime(full.getParent())).isEqualTo(directoryTime);
            assertThat(Files.getLastModifiedTime(inSnapshot.getParent())).isEqualTo(directoryTime);
            assertThat(Files.getLastModifiedTime(taken.path())).isEqualTo(directoryTime);
            assertThat(destination.layout.incomplete()).isEmptyDirectory();
            assertThat(TestDestination.children(taken.path())).hasSize(3);
        }
    }
}
