package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.SnapshotMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as a snapshot on a real daemon. */
class DaemonSnapshotsTest extends OnARealDaemon {
    @Test
    void anAttemptIsASnapshotOnlyOnceItSaysSo() throws Exception {
        DaemonAttempt attempt = attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        assertThat(attempt.linkDest()).isEmpty();
        assertThat(attempt.compareWith()).isNull();
        attempts.announce(attempt);
        transfer(attempt);
        assertThat(names()).isEmpty();

        Snapshot made = attempts.publish(layout, attempt, false, 5L, 2L);
        assertThat(names()).containsExactly(attempt.name());
        assertThat(snapshots.list(layout, ZoneOffset.UTC)).containsExactly(made);
        assertThat(made.run()).isEqualTo("run1");
        assertThat(made.filesTotal()).isEqualTo(2);
        assertThat(snapshots.sharesInodes(layout, SnapshotMethod.HARD_LINK)).isFalse();
    }

    @Test
    void sharesFilesWithTheNewestCompleteAndWithWhatThisServerBeganInVain() throws Exception {
        String complete = published("run1", false);
        String partial = published("run2", true);
        String vain = begun("run3", HERE);
        String foreign = begun("run4", ELSEWHERE);
        String live = begun("run5", HERE);
        Files.createDirectory(parent.resolve("2099-01-01T000000Z"));

        DaemonAttempt next = attempts.begin("run6", HERE, run -> run.equals("run5"), StopSignal.NEVER);
        assertThat(next.linkDest()).containsExactly(complete, vain).doesNotContain(partial, foreign, live);
        assertThat(next.compareWith()).isEqualTo(complete);
    }

    @Test
    void givesUpOnlyWhatNobodyWorksOn() throws Exception {
        String vain = begun("run1", HERE);
        String live = begun("run2", HERE);
        String foreign = begun("run3", ELSEWHERE);
        String old = "2001-01-01T000000Z";
        describe(old, "{\"state\": \"building\", \"run\": \"run0\", \"node\": \"node-c\"}");
        Files.createDirectory(parent.resolve(old));
        String made = published("run4", false);

        attempts.discard("run4", HERE, run -> run.equals("run2"));
        assertThat(trash.pending(layout)).isEqualTo(2);
        assertThat(names()).containsExactly(made);
        assertThat(trash.empty(layout, StopSignal.NEVER)).isEmpty();
        assertThat(parent.resolve(vain)).doesNotExist();
        assertThat(parent.resolve(old)).doesNotExist();
        assertThat(parent.resolve(live)).exists();
        assertThat(parent.resolve(foreign)).exists();
        assertThat(trash.pending(layout)).isZero();
    }

    @Test
    void doesNotPublishWhatAnotherServerHasDiscarded() throws Exception {
        DaemonAttempt attempt = attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        attempts.announce(attempt);
        transfer(attempt);
        attempts.discard("run1", HERE, run -> true);
        assertThatThrownBy(() -> attempts.publish(layout, attempt, false, null, null))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("discarded");
        assertThat(names()).isEmpty();
    }

    @Test
    void countsWhatItHasPublishedAlreadyWhenTheAnswerWasLost() throws Exception {
        DaemonAttempt attempt = attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        attempts.announce(attempt);
        transfer(attempt);
        Snapshot made = attempts.publish(layout, attempt, false, 5L, 2L);
        snapshots.describe(layout, made.name(), ZoneOffset.UTC, Optional.of(true), Optional.of("kept"));
        Snapshot again = attempts.publish(layout, attempt, false, 5L, 2L);
        assertThat(again.pinned()).isTrue();
        assertThat(snapshots.list(layout, ZoneOffset.UTC)).containsExactly(again);
    }

    @Test
    void whatIsBeingRemovedIsGoneForEverybodyAndGoesWithTheNextRun() throws Exception {
        String made = published("run1", false);
        snapshots.remove(layout, made, SnapshotMethod.HARD_LINK);
        assertThat(names()).isEmpty();
        assertThat(parent.resolve(made)).exists();
        assertThatThrownBy(() -> snapshots.remove(layout, made, SnapshotMethod.HARD_LINK))
                .isInstanceOf(SnapshotNotFoundException.class);
        assertThat(trash.empty(layout, StopSignal.NEVER)).isEmpty();
        assertThat(parent.resolve(made)).doesNotExist();
        assertThat(laterTrash().empty(layout, StopSignal.NEVER)).isEmpty();
        assertThat(parent.resolve(".rsync-backup/snapshots")).isEmptyDirectory();
    }

    @Test
    void whatADeadClientsTransferMakesTooLateIsNoSnapshot() throws Exception {
        DaemonAttempt vain = attempts.begin("run1", HERE, run -> true, StopSignal.NEVER);
        attempts.announce(vain);
        String made = published("run2", false);
        attempts.discard("run2", HERE, run -> false);
        assertThat(trash.empty(layout, StopSignal.NEVER)).isEmpty();

        transfer(vain);
        assertThat(names()).containsExactly(made);
        assertThat(trash.pending(layout)).isEqualTo(1);
        assertThat(trash.empty(layout, StopSignal.NEVER)).isEmpty();
        assertThat(parent.resolve(vain.name())).doesNotExist();
        assertThat(laterTrash().empty(layout, StopSignal.NEVER)).isEmpty();
        assertThat(names()).containsExactly(made);
        assertThat(parent.resolve(".rsync-backup/snapshots"))
                .isDirectoryNotContaining("glob:**" + vain.name() + ".json");
    }

    @Test
    void keepsPinnedOnesAndDescribesForeignOnes() throws Exception {
        Files.createDirectories(parent.resolve("2001-02-03 04:05:06/x"));
        Snapshot described = snapshots.describe(
                layout, "2001-02-03 04:05:06", ZoneOffset.UTC, Optional.of(true), Optional.of("old \"one\""));
        assertThat(described.note()).isEqualTo("old \"one\"");
        assertThat(snapshots.list(layout, ZoneOffset.UTC)).containsExactly(described);
        assertThatThrownBy(() -> snapshots.remove(layout, described.name(), SnapshotMethod.HARD_LINK))
                .isInstanceOf(SnapshotPinnedException.class);
        assertThat(snapshots.sharesInodes(layout, SnapshotMethod.HARD_LINK)).isTrue();
        snapshots.describe(layout, described.name(), ZoneOffset.UTC, Optional.of(false), Optional.of(""));
        snapshots.remove(layout, described.name(), SnapshotMethod.HARD_LINK);
        assertThat(trash.empty(layout, StopSignal.NEVER)).isEmpty();
        assertThat(parent.resolve(described.name())).doesNotExist();
    }

    @Test
    void listsOnlyDirectoriesWhoseWholeNameIsATimestamp() throws Exception {
        Files.createDirectory(parent.resolve("20240101-photos"));
        Files.createDirectory(parent.resolve("latest"));
        Files.writeString(parent.resolve("2024-05-10T120000Z"), "a file");
        Files.createSymbolicLink(parent.resolve("2024-05-11T120000Z"), Path.of("20240101-photos"));
        Files.createDirectory(parent.resolve("2024-05-12T120000Z"));
        describe("2024-05-12T120000Z", "{\"sta");
        assertThat(snapshots.list(layout, ZoneOffset.UTC)).singleElement().satisfies(broken -> {
            assertThat(broken.name()).isEqualTo("2024-05-12T120000Z");
            assertThat(broken.partial()).isTrue();
            assertThat(broken.pinned()).isTrue();
        });
    }

    @Test
    void aSnapshotStaysListedWhereTheModuleRefusesToDelete() throws Exception {
        String made = published("run1", false);
        DaemonSnapshots kept = new DaemonSnapshots(module("keep"));
        assertThatThrownBy(() -> kept.remove(layout, made, SnapshotMethod.HARD_LINK))
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("--delete");
        assertThat(names()).containsExactly(made);
    }
}
