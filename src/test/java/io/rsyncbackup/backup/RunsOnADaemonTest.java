package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.ROTATE;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import io.rsyncbackup.plan.PlanConnection;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs to a real rsync daemon, on whose host no command can be run. */
@Timeout(120)
class RunsOnADaemonTest {
    @TempDir
    Path directory;

    private Path parent;
    private RsyncDaemon daemon;

    @BeforeEach
    void startDaemon() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        parent = disk.resolve("laptop");
        daemon = RsyncDaemon.start(
                directory.resolve("daemon"),
                RsyncModule.of("disk", disk),
                RsyncModule.of("keep", disk).refuseOptions("delete"),
                RsyncModule.of("copy", disk).refuseOptions("link-dest"),
                RsyncModule.of("split", disk).refuseOptions("hard-links"),
                RsyncModule.of("hurry", disk).refuseOptions("fsync"));
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    @Test
    void makesSnapshotsThatShareWhatIsUnchanged() throws Exception {
        BackupHouse house = adopted("disk").write("same", "1").write("changed", "one");
        assertThat(house.backUp()).containsOnly(RunState.SUCCEEDED).hasSize(3);
        Path first = snapshots().getFirst();
        assertThat(first.resolve("changed")).hasContent("one");

        house.write("changed", "two").write("new", "3");
        assertThat(house.states(false, BACKUP, SNAPSHOT))
                .containsOnly(RunState.SUCCEEDED)
                .hasSize(2);
        Path second = snapshots().getLast();
        assertThat(second.resolve("changed")).hasContent("two");
        assertThat(first.resolve("changed")).hasContent("one");
        assertThat(first.resolve("new")).doesNotExist();
        assertThat(inode(second.resolve("same"))).isEqualTo(inode(first.resolve("same")));
        assertThat(Files.exists(parent.resolve("latest"))).isFalse();
        assertThat(house.index.list(BackupHouse.PLAN)).isEmpty();
        assertThat(house.indexer.refresh(house.plan()).items())
                .extracting(snapshot -> snapshot.path().toString())
                .containsExactly("/disk/laptop/" + second.getFileName(), "/disk/laptop/" + first.getFileName());
        assertThat(parent.resolve(".rsync-backup/incomplete")).isEmptyDirectory();
        assertThat(house.scratch()).allSatisfy(path -> assertThat(Path.of(path)).isEmptyDirectory());
    }

    @Test
    void neverChangesAnOlderSnapshotWhenMetadataChanges() throws Exception {
        BackupHouse house = adopted("disk").write("a", "1");
        house.backUp();
        Path first = snapshots().getFirst();
        Files.setPosixFilePermissions(house.source.resolve("a"), PosixFilePermissions.fromString("rw-------"));
        house.states(false, BACKUP, SNAPSHOT);
        assertThat(Files.getPosixFilePermissions(first.resolve("a")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Files.getPosixFilePermissions(snapshots().getLast().resolve("a")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void rotatesByTransferAndKeepsWhatIsForeign() throws Exception {
        BackupHouse house = adopted("disk").write("a", "1");
        Files.createDirectories(parent.resolve("2020-01-01 00:00:00/sub"));
        Files.createDirectory(parent.resolve("2021-01-01T000000Z"));
        Files.createDirectory(parent.resolve("20200101-photos"));
        assertThat(house.run(false, BACKUP, SNAPSHOT, ROTATE))
                .allSatisfy(result ->
                        assertThat(result.state()).as(result.message()).isEqualTo(RunState.SUCCEEDED));
        assertThat(names())
                .containsExactlyInAnyOrder(
                        ".rsync-backup",
                        "20200101-photos",
                        snapshots().getLast().getFileName().toString());
        assertThat(parent.resolve(".rsync-backup/snapshots"))
                .isDirectoryContaining("glob:**" + snapshots().getLast().getFileName() + ".json");
    }

    @Test
    void aModuleThatRefusesToDeleteStillTakesSnapshots() throws Exception {
        BackupHouse house = adopted("keep").write("a", "1");
        Files.createDirectory(parent.resolve("2020-01-01T000000Z"));
        List<StepResult> results = house.run(false, BACKUP, SNAPSHOT, ROTATE);
        assertThat(results)
                .extracting(StepResult::state)
                .containsExactly(RunState.SUCCEEDED, RunState.SUCCEEDED, RunState.FAILED);
        assertThat(results.getLast().reason()).isEqualTo(RunReason.PERMISSION);
        assertThat(results.getLast().message()).contains("refuses the option --delete");
        assertThat(house.indexer.refresh(house.plan()).items()).hasSize(2);
    }

    @Test
    void saysWhichOptionAModuleRefuses() throws Exception {
        BackupHouse house = adopted("split").write("a", "1");
        StepResult result = house.run(false, BACKUP, SNAPSHOT).getLast();
        assertThat(result.state()).isEqualTo(RunState.FAILED);
        assertThat(result.reason()).isEqualTo(RunReason.PERMISSION);
        assertThat(result.message()).contains("--hard-links");

        BackupHouse other = new BackupHouse(directory, destination("copy"), PlanConnection.NONE);
        adopt(other);
        other.backUp();
        StepResult second = other.run(false, BACKUP, SNAPSHOT).getLast();
        assertThat(second.message()).contains("--link-dest");
        assertThat(other.indexer.refresh(other.plan()).items()).hasSize(1);
    }

    @Test
    void doesWithoutFlushingWhereTheModuleRefusesIt() throws Exception {
        BackupHouse house = adopted("hurry").write("a", "1");
        assertThat(house.backUp()).containsOnly(RunState.SUCCEEDED).hasSize(3);
        assertThat(snapshots().getFirst().resolve("a")).hasContent("1");
    }

    @Test
    void updatesLatestWhenNoSnapshotIsWanted() throws Exception {
        BackupHouse house = adopted("disk").write("a", "1").write("b", "2");
        assertThat(house.states(false, BACKUP)).containsExactly(RunState.SUCCEEDED);
        Files.delete(house.source.resolve("b"));
        house.write("a", "3");
        assertThat(house.states(false, BACKUP)).containsExactly(RunState.SUCCEEDED);
        assertThat(parent.resolve("latest/a")).hasContent("3");
        assertThat(parent.resolve("latest/b")).doesNotExist();
        assertThat(snapshots()).isEmpty();
        // a snapshot shares nothing with it
        house.states(false, BACKUP, SNAPSHOT);
        assertThat(inode(snapshots().getFirst().resolve("a"))).isNotEqualTo(inode(parent.resolve("latest/a")));
        house.write("a", "4");
        assertThat(house.states(false, BACKUP)).containsExactly(RunState.SUCCEEDED);
        assertThat(snapshots().getFirst().resolve("a")).hasContent("3");
    }

    @Test
    void aSnapshotAloneCannotBeMade() {
        BackupHouse house = adopted("disk").write("a", "1");
        StepResult result = house.run(false, SNAPSHOT).getFirst();
        assertThat(result.reason()).isEqualTo(RunReason.LATEST_INCOMPLETE);
        assertThat(result.message()).contains("backup and snapshot together");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        BackupHouse house = adopted("disk").write("a", "1");
        assertThat(house.states(true, BACKUP, SNAPSHOT, ROTATE))
                .containsOnly(RunState.SUCCEEDED)
                .hasSize(3);
        house.backUp();
        house.write("b", "2");
        List<String> before = names();
        assertThat(house.states(true, BACKUP, SNAPSHOT, ROTATE))
                .containsOnly(RunState.SUCCEEDED)
                .hasSize(3);
        assertThat(house.states(true, BACKUP)).containsOnly(RunState.SUCCEEDED);
        assertThat(names()).isEqualTo(before);
        assertThat(parent.resolve(".rsync-backup/incomplete")).isEmptyDirectory();
    }

    @Test
    void removesEvenLockedDirectoriesThoughTheDaemonIsAnOrdinaryUser() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can start a daemon that becomes nobody");
        Path open = Files.createDirectory(directory.resolve("open"));
        Path inside = Files.createDirectory(open.resolve("all"));
        BackupHouse any = new BackupHouse(directory, destination("disk"), PlanConnection.NONE).write("a", "1");
        assertThat(any.succeeds(
                        "sh",
                        "-c",
                        "chmod 755 \"$1\"; chown nobody \"$3\"; cd \"$2\" && mkdir d0 d5 && touch d0/f d5/f && ln -s f d5/l"
                                + " && chmod 555 d5 && chmod 0 d0",
                        "sh",
                        directory.toString(),
                        any.source.toString(),
                        inside.toString()))
                .isTrue();
        try (RsyncDaemon ordinary = RsyncDaemon.start(
                directory.resolve("ordinary"),
                RsyncModule.of("open", open).owner("nobody", "nogroup"),
                RsyncModule.of("plain", open).owner("nobody", "nogroup").useChroot(false))) {
            for (String module : List.of("open", "plain")) {
                Location there = Locations.parse(ordinary.url(module) + "/all/" + module + "/latest");
                parent = inside.resolve(module);
                BackupHouse house = new BackupHouse(directory, there, PlanConnection.NONE);
                adopt(house);
                assertThat(house.backUp()).containsOnly(RunState.SUCCEEDED);
                Path first = snapshots().getFirst();
                assertThat(house.states(false, BACKUP, SNAPSHOT)).containsOnly(RunState.SUCCEEDED);
                Path second = snapshots().getLast();
                assertThat(inode(second.resolve("d5/f"))).isEqualTo(inode(first.resolve("d5/f")));
                assertThat(inode(second.resolve("d5/l"))).isEqualTo(inode(first.resolve("d5/l")));
                assertThat(house.states(false, ROTATE)).containsOnly(RunState.SUCCEEDED);
                assertThat(first).doesNotExist();
            }
        }
    }

    @Test
    void livesInADirectoryOfAnyName() throws Exception {
        for (String name : List.of("we'ird \"dir\" $HOME;x", "-rf", "a m/b", "#h ü\\b")) {
            parent = directory.resolve("disk").resolve(name);
            BackupHouse house = new BackupHouse(
                            directory,
                            Locations.parse(daemon.url("disk") + "/" + name + "/latest"),
                            PlanConnection.NONE)
                    .write("a", "1");
            adopt(house);
            Files.createDirectory(parent.resolve("2020-01-01T000000Z"));
            assertThat(house.backUp()).as(name).containsOnly(RunState.SUCCEEDED).hasSize(3);
            assertThat(house.states(false, BACKUP, SNAPSHOT)).as(name).containsOnly(RunState.SUCCEEDED);
            assertThat(snapshots()).as(name).hasSize(2);
            assertThat(inode(snapshots().getFirst().resolve("a")))
                    .isEqualTo(inode(snapshots().getLast().resolve("a")));
        }
    }

    @Test
    void countsDeletionsAgainstTheNewestSnapshot() throws Exception {
        BackupHouse house = adopted("disk").maxDelete(0.2);
        for (int i = 0; i < 10; i++) {
            house.write("f" + i, "1");
        }
        house.backUp();
        for (int i = 0; i < 5; i++) {
            Files.delete(house.source.resolve("f" + i));
        }
        StepResult result = house.run(false, BACKUP, SNAPSHOT).getLast();
        assertThat(result.reason()).isEqualTo(RunReason.DELETION_LIMIT);
        assertThat(snapshots()).hasSize(1);
        assertThat(parent.resolve(".rsync-backup/incomplete")).isEmptyDirectory();
        assertThat(parent.resolve(".rsync-backup/snapshots")).isDirectoryNotContaining("glob:**building**");
    }

    private BackupHouse adopted(String module) {
        BackupHouse house = new BackupHouse(directory, destination(module), PlanConnection.NONE);
        adopt(house);
        return house;
    }

    private static void adopt(BackupHouse house) {
        try (Place place = house.tools.places().of(house.spec())) {
            house.states.knowDestination(
                    BackupHouse.PLAN,
                    place.destinations().adopt(place.layout(), true, null).id());
        }
    }

    private Location destination(String module) {
        return Locations.parse(daemon.url(module) + "/laptop/latest");
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(path -> path.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\dT\\d{6}Z"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
