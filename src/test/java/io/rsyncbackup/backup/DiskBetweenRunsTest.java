package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What else wants the disk of a plan: the trash, callers who pin or delete, a start, a check. */
class DiskBetweenRunsTest extends DeviceRuns {
    @Test
    void freesTheSpaceOfRemovedSnapshotsBeforeTheUnmount() throws IOException {
        house.trash.start();
        run(house);
        Files.createDirectories(onDisk("laptop/2020-01-01T000000Z"));
        Files.createDirectories(onDisk("laptop/2020-01-02T000000Z/with/much"));
        assertThat(run(house).values()).extracting(StepResult::state).containsOnly(RunState.SUCCEEDED);
        assertThat(onDisk("laptop/2020-01-01T000000Z")).doesNotExist();
        assertThat(onDisk("laptop/.rsync-backup/trash")).isEmptyDirectory();
        assertThat(host.calls()).containsExactlyElementsOf(twice());
        house.trash.stop();
    }

    @Test
    void whatTheTrashCannotFreeInItsTimeWaitsForTheNextMount() throws IOException {
        house = house("desktop", Duration.ofMillis(1)).write("a", "one");
        house.trash.start();
        run(house);
        Path old = Files.createDirectories(onDisk("desktop/2020-01-01T000000Z"));
        Files.createDirectories(onDisk("desktop/2020-01-02T000000Z"));
        for (int i = 0; i < 3_000; i++) {
            Files.createFile(old.resolve("file" + i));
        }
        assertThat(run(house).values()).extracting(StepResult::state).containsOnly(RunState.SUCCEEDED);
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(host.calls()).containsExactlyElementsOf(twice());
        house.trash.stop();
    }

    @Test
    void aCancelledRunLeavesTheTrashAsItIs() throws IOException {
        house.trash.start();
        run(house);
        Path removed = Files.createDirectories(onDisk("laptop/.rsync-backup/trash/2020-01-01T000000Z.x"));
        Run run = house.queued(false, BACKUP);
        RecordedContext context = new RecordedContext(run);
        house.watcher = argv -> {
            if (argv.contains("rsync") && !argv.contains("--version")) {
                context.stop.request();
            }
        };
        run(house, run, context);
        assertThat(removed).exists();
        house.trash.stop();
    }

    @Test
    void aCallerWhoRefreshesPinsOrDeletesHasTheDiskForThatLong() {
        house.trash.start();
        run(house);
        String name = house.index.list(BackupHouse.PLAN).isEmpty()
                ? house.indexer.refresh(house.plan()).items().getFirst().name()
                : house.index.list(BackupHouse.PLAN).getFirst().name();
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(house.editor
                        .describe(house.plan(), name, Optional.of(true), Optional.of("keep"))
                        .pinned())
                .isTrue();
        assertThat(mountPoint).isEmptyDirectory();
        house.editor.describe(house.plan(), name, Optional.of(false), Optional.empty());
        house.editor.delete(house.plan(), name);
        await().untilAsserted(() -> assertThat(host.records()).isEmpty());
        house.trash.stop();
        assertThat(mountPoint).isEmptyDirectory();
        assertThat(onDisk("laptop").resolve(name)).doesNotExist();
        assertThat(onDisk("laptop/.rsync-backup/trash")).isEmptyDirectory();
        assertThat(host.calls()).hasSize(5 * 4);
        assertThat(host.records()).isEmpty();
    }

    @Test
    void aCallerIsToldThatTheDiskIsNotPluggedIn() {
        run(house);
        String name = house.indexer.refresh(house.plan()).items().getFirst().name();
        host.delete("disk/by-uuid/backups");
        assertThatThrownBy(() -> house.editor.delete(house.plan(), name))
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("UUID=backups is not there");
        assertThat(house.indexer.refresh(house.plan()))
                .satisfies(known -> assertThat(known.items()).hasSize(1));
        assertThat(house.index.available(BackupHouse.PLAN)).isFalse();
    }

    @Test
    void aStartMountsNothing() {
        run(house);
        int calls = host.calls().size();
        house.trash.start();
        house.trash.stop();
        assertThat(host.calls()).hasSize(calls);
    }

    @Test
    void aCheckLooksOnlyAndSaysWhetherTheDiskIsThere() {
        PlanCheck check = new PlanCheck(house.tools, new Programs(house.real));
        assertThat(check.check(house.plan()).checks())
                .anySatisfy(found -> {
                    assertThat(found.check()).isEqualTo("device");
                    assertThat(found.ok()).isTrue();
                    assertThat(found.detail()).isEqualTo("backups is there, not unlocked");
                })
                .noneMatch(found -> found.check().equals("destination"));
        host.delete("disk/by-uuid/backups");
        assertThat(check.check(house.plan()).ok()).isFalse();
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void nobodyIsLedAwayFromTheDiskByALinkOnIt() throws IOException {
        run(house);
        String name = house.indexer.refresh(house.plan()).items().getFirst().name();
        // the same destination, by its identity; yet not on the disk any more
        Path elsewhere = host.root.resolveSibling("elsewhere");
        Files.move(onDisk("laptop"), elsewhere);
        Files.createSymbolicLink(onDisk("laptop"), elsewhere);
        assertThatThrownBy(() -> house.editor.delete(house.plan(), name))
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("is not on what is mounted at " + mountPoint);
        assertThat(elsewhere.resolve(name)).isDirectory();
        assertThat(house.indexer.refresh(house.plan()).items()).hasSize(1);
        assertThat(house.index.available(BackupHouse.PLAN)).isFalse();
        assertThat(host.records()).isEmpty();

        host.runner().run(Command.of("cryptdisks_start", "backups"));
        host.runner().run(Command.of("mount", mountPoint.toString()));
        assertThat(new PlanCheck(house.tools, new Programs(house.real))
                        .check(house.plan())
                        .checks()
                        .getLast()
                        .detail())
                .contains("is not on what is mounted at " + mountPoint);
    }
}
