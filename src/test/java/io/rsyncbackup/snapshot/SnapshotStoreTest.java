package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.LatestState;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTest {
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
    void aSnapshotSharesItsFilesWithLatest() throws IOException {
        Snapshot taken = destination.take();
        Path letter = taken.path().resolve("documents/letter");
        assertThat(letter).hasContent("Dear reader");
        assertThat(TestDestination.inode(letter))
                .isEqualTo(TestDestination.inode(destination.layout.latest().resolve("documents/letter")));
        assertThat(taken.name()).isEqualTo(SnapshotNames.of(taken.takenAt()));
        assertThat(taken)
                .returns("run1", Snapshot::run)
                .returns(42L, Snapshot::bytesTotal)
                .returns(7L, Snapshot::filesTotal)
                .returns(false, Snapshot::partial)
                .returns(Snapshot.Origin.RUN, Snapshot::origin);
        assertThat(destination.list()).containsExactly(taken);
        assertThat(destination.store.sharesInodes(destination.layout, SnapshotMethod.HARD_LINK))
                .isTrue();
    }

    @Test
    void aSnapshotIsWholeAndDurableBeforeItHasItsName() {
        List<String> seen = new ArrayList<>();
        destination.runner.before(argv -> {
            try {
                String sidecar = "";
                for (Path file : TestDestination.children(destination.layout.sidecars())) {
                    sidecar += Files.readString(file).replaceFirst(".*\"state\":\"([a-z]+)\".*\\s*", "$1");
                }
                seen.add(argv.getFirst() + " " + sidecar + " "
                        + TestDestination.children(destination.layout.incomplete())
                                .size() + " "
                        + destination.names().size());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        destination.take();
        assertThat(seen).endsWith("cp building 0 0", "sync building 1 0");
        assertThat(destination.names()).hasSize(1);
        assertThat(destination.layout.incomplete()).isEmptyDirectory();
    }

    @Test
    void twoSnapshotsInOneSecondGetTwoNames() {
        Snapshot first = destination.take();
        Snapshot second = destination.take();
        Snapshot third = destination.take();
        assertThat(destination.names()).containsExactly(third.name(), second.name(), first.name());
        assertThat(third.path().resolve("documents/letter")).exists();
        assertThat(first.path().resolve("latest")).doesNotExist();
    }

    @Test
    void aPartialLatestGivesAPartialSnapshot() {
        destination.store.take(destination.request(true, false), StopSignal.NEVER);
        assertThat(destination.list()).singleElement().returns(true, Snapshot::partial);
    }

    @Test
    void anUnfinishedLatestGivesNoSnapshot() throws IOException {
        destination.destinations.writeLatestState(
                destination.layout, new LatestState(LatestState.State.UPDATING, "run0", Instant.EPOCH));
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(destination::take)
                .returns(SnapshotException.Reason.LATEST_INCOMPLETE, SnapshotException::reason);
        assertNothingLeft();
    }

    @Test
    void whatIsNoSnapshotIsNeitherListedNorRemoved() throws IOException {
        destination.directory("20240101-photos");
        destination.directory("2024-05-10 12:00:00.partial");
        Files.writeString(destination.layout.parent().resolve("2024-05-11"), "a file");
        Files.createSymbolicLink(
                destination.layout.parent().resolve("2024-05-12"), destination.directory("20240101-photos"));
        for (String name : List.of(
                "20240101-photos", "2024-05-10 12:00:00.partial", "2024-05-11", "latest", "..", "../laptop", "none")) {
            assertThatExceptionOfType(SnapshotNotFoundException.class)
                    .as(name)
                    .isThrownBy(() -> destination.store.remove(destination.layout, name, SnapshotMethod.HARD_LINK));
            assertThatExceptionOfType(SnapshotNotFoundException.class)
                    .as(name)
                    .isThrownBy(() -> destination.store.describe(
                            destination.layout, name, ZoneOffset.UTC, Optional.of(true), Optional.empty()));
        }
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> destination.store.remove(destination.layout, "2024-05-12", SnapshotMethod.HARD_LINK))
                .withMessageContaining("symbolic link");
        destination.store.cleanUp(destination.layout);
        assertThat(destination.list()).isEmpty();
        assertThat(TestDestination.children(destination.layout.parent())).hasSize(6);
        assertThat(destination.trash.pending(destination.layout)).isZero();
    }

    @Test
    void snapshotsOfOtherToolsAreListedBesideOurs() throws IOException {
        destination.directory("2024-05-10 12:00:00");
        Snapshot ours = destination.take();
        List<Snapshot> listed = destination.store.list(destination.layout, ZoneId.of("Europe/Vienna"));
        assertThat(listed).extracting(Snapshot::name).containsExactly(ours.name(), "2024-05-10 12:00:00");
        assertThat(listed.getLast())
                .returns(Snapshot.Origin.FOUND, Snapshot::origin)
                .returns(false, Snapshot::partial)
                .returns(Instant.parse("2024-05-10T10:00:00Z"), Snapshot::takenAt);
    }

    @Test
    void pinsAndNotesLieOnTheDestination() throws IOException {
        destination.directory("2024-05-10");
        destination.store.describe(
                destination.layout, "2024-05-10", ZoneOffset.UTC, Optional.of(true), Optional.of("before the move"));
        Snapshot pinned = SnapshotStore.on(Storage.here(destination.runner), java.time.Clock.systemUTC())
                .list(destination.layout, ZoneOffset.UTC)
                .getFirst();
        assertThat(pinned)
                .returns(true, Snapshot::pinned)
                .returns("before the move", Snapshot::note)
                .returns(Snapshot.Origin.FOUND, Snapshot::origin);
        assertThatExceptionOfType(SnapshotPinnedException.class)
                .isThrownBy(() -> destination.store.remove(destination.layout, "2024-05-10", SnapshotMethod.HARD_LINK));
        Snapshot unpinned = destination.store.describe(
                destination.layout, "2024-05-10", ZoneOffset.UTC, Optional.of(false), Optional.empty());
        assertThat(unpinned).returns("before the move", Snapshot::note).returns(false, Snapshot::pinned);
        assertThat(destination
                        .store
                        .describe(destination.layout, "2024-05-10", ZoneOffset.UTC, Optional.empty(), Optional.of(""))
                        .note())
                .isNull();
        destination.store.remove(destination.layout, "2024-05-10", SnapshotMethod.HARD_LINK);
        assertNothingLeft();
    }

    @Test
    void aBrokenSidecarMeansNotCompleteAndIsKeptUntilSomeoneLooked() throws IOException {
        for (String content : List.of("", "{", "null", "{\"state\":\"whole\"}", "{}")) {
            Snapshot taken = destination.take();
            sidecar(taken.name(), content);
            assertThat(destination.list().getFirst())
                    .as(content)
                    .returns(taken.name(), Snapshot::name)
                    .returns(true, Snapshot::partial)
                    .returns(true, Snapshot::pinned);
        }
    }

    @Test
    void removingIsInstantAndTheTrashIsEmptiedLater() throws IOException {
        Snapshot taken = destination.take();
        destination.store.remove(destination.layout, taken.name(), SnapshotMethod.HARD_LINK);
        assertNothingLeft();
        assertThat(destination.trash.pending(destination.layout)).isEqualTo(1);
        assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                .isEmpty();
        assertThat(destination.trash.pending(destination.layout)).isZero();
        assertThat(destination.layout.latest().resolve("documents/letter")).hasContent("Dear reader");
        assertThat(destination.runner.commands().getLast()).startsWith("ionice", "-c", "3", "rm", "-rf");
    }

    @Test
    void aLatestThatOthersFillNeverSharesItsInodes() throws IOException {
        Snapshot found = destination.store.describe(
                destination.layout,
                Files.createDirectory(destination.layout.snapshot("2024-05-10"))
                        .getFileName()
                        .toString(),
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.of("shares inodes with latest, for all we know"));
        Path pushed = destination.layout.latest().resolve("documents/letter");
        Files.createLink(found.path().resolve("letter"), pushed);
        Snapshot first = destination.takePushed();
        Snapshot second = destination.takePushed();
        Path inFirst = first.path().resolve("documents/letter");
        Path inSecond = second.path().resolve("documents/letter");
        assertThat(TestDestination.inode(inFirst)).isNotEqualTo(TestDestination.inode(pushed));
        Files.writeString(pushed, "changed in place");
        Files.setLastModifiedTime(pushed, FileTime.from(Instant.EPOCH));
        assertThat(inFirst).hasContent("Dear reader");
        assertThat(inSecond).hasContent("Dear reader");
        Snapshot third = destination.takePushed();
        assertThat(third.path().resolve("documents/letter")).hasContent("changed in place");
        assertThat(Files.getLastModifiedTime(third.path().resolve("documents/letter"))
                        .toInstant())
                .isEqualTo(Instant.EPOCH);
        assertThat(destination.runner.programs().contains("rsync"))
                .as("a file system without reflinks links to the newest snapshot")
                .isEqualTo(TestDestination.inode(inFirst).equals(TestDestination.inode(inSecond)));
    }

    @Test
    void onlyOurOwnSnapshotsOfAPushedLatestAreKnownToShareNothing() throws IOException {
        destination.takePushed();
        assertThat(destination.store.sharesInodes(destination.layout, SnapshotMethod.HARD_LINK))
                .isFalse();
        destination.directory("2024-05-10");
        assertThat(destination.store.sharesInodes(destination.layout, SnapshotMethod.HARD_LINK))
                .isTrue();
        assertThat(destination.store.sharesInodes(destination.layout, SnapshotMethod.BTRFS))
                .isFalse();
    }

    @Test
    void latestIsNoSnapshotWhateverItsName() throws IOException {
        TestDestination dated =
                new TestDestination(Files.createDirectory(disk.resolve("other")), SnapshotMethod.HARD_LINK);
        var layout = new io.rsyncbackup.destination.DestinationLayout(dated.directory("20240101"));
        assertThat(dated.store.list(layout, ZoneOffset.UTC)).isEmpty();
        assertThatExceptionOfType(SnapshotNotFoundException.class)
                .isThrownBy(() -> dated.store.remove(layout, "20240101", SnapshotMethod.HARD_LINK));
        assertThat(Files.isDirectory(layout.latest(), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }
}
