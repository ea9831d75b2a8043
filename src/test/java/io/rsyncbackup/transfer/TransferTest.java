package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.RequestedStop;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
    private static final String TREE =
            "mkdir -p a/b cache; echo 1 > a/one; echo 22 > a/b/two; echo 3 > cache/x; ln -s one a/l";

    @TempDir
    Path directory;

    Transfers transfers;

    @BeforeEach
    void prepare() throws IOException {
        transfers = new Transfers(directory);
    }

    @Test
    void failsWithoutTouchingAnythingWhenTheSourceIsMissing() {
        transfers.prepare(TREE);
        transfers.run();
        Shell.run(directory, "mv source elsewhere");

        TransferOutcome outcome = transfers.run();

        assertThat(outcome.failure()).isEqualTo(Failure.SOURCE_MISSING);
        assertThat(outcome.message()).contains(transfers.source.toString());
        assertThat(transfers.latest.resolve("a/one")).exists();
        assertThat(transfers.writes).isZero();
    }

    @Test
    void failsWhenTheSourceIsAFile() throws IOException {
        Files.delete(transfers.source);
        Files.writeString(transfers.source, "no directory");

        assertThat(transfers.run().failure()).isEqualTo(Failure.SOURCE_MISSING);
    }

    @Test
    void failsWithoutTouchingAnythingWhenTheSourceIsEmpty() {
        transfers.prepare(TREE);
        transfers.run();
        transfers.prepare("rm -r *");

        assertThat(transfers.run().failure()).isEqualTo(Failure.SOURCE_EMPTY);
        assertThat(transfers.latest.resolve("a/one")).exists();
        assertThat(transfers.writes).isZero();
    }

    @Test
    void refusesToCopyTheDestinationIntoItself() {
        transfers.prepare(TREE);
        transfers.run();
        Changes changes = new Changes(transfers.request());

        for (Path source : List.of(transfers.latest, transfers.latest.resolve("a"), transfers.latest.getParent())) {
            TransferOutcome outcome = transfers.run(changes.source(source));
            assertThat(outcome.result()).isEqualTo(Result.FAILED);
            assertThat(outcome.message()).contains("is the destination itself");
        }
    }

    @Test
    void copiesNoDestinationThatLiesInTheSource() throws IOException {
        Path inside = Files.createDirectories(transfers.source.resolve("back*up[s]/latest"));
        transfers.prepare(TREE + "; mkdir 'backXups[s]'; echo kept > 'backXups[s]/kept'");
        TransferRequest request = new Changes(transfers.request()).latest(inside);

        transfers.assertSucceeded(transfers.run(request));
        transfers.assertSucceeded(transfers.run(request));

        assertThat(inside.resolve("a/one")).exists();
        assertThat(inside.resolve("back*up[s]")).doesNotExist();
        assertThat(inside.resolve("backXups[s]/kept")).exists();
    }

    @Test
    void copiesNoDestinationThatLiesInASourceGivenBySymlink() throws IOException {
        Path inside = Files.createDirectories(transfers.source.resolve("backups/latest"));
        transfers.prepare(TREE);
        Path link = Files.createSymbolicLink(directory.resolve("link"), transfers.source);

        transfers.assertSucceeded(
                transfers.run(new Changes(new Changes(transfers.request()).source(link)).latest(inside)));

        assertThat(inside.resolve("a/one")).exists();
        assertThat(inside.resolve("backups")).doesNotExist();
    }

    @Test
    void leavesOutWhatIsExcludedAndRemovesItFromLatest() {
        transfers.prepare(TREE + "; echo c > '!'");
        transfers.run();
        transfers.snapshot();
        TransferRequest request = new Changes(transfers.request()).excludes(List.of("cache/", "!", "two"));

        transfers.assertSucceeded(transfers.run(request));

        assertThat(transfers.latest.resolve("cache")).doesNotExist();
        assertThat(transfers.latest.resolve("!")).doesNotExist();
        assertThat(transfers.latest.resolve("a/b/two")).doesNotExist();
        transfers.assertUntouched("excluding");
        transfers.prepare(
                "rm -r cache '!'; touch -r a/b ../b; rm a/b/two; touch -r ../b a/b; touch -r ../backups/latest .");
        transfers.assertFaithful("excluding, directory times included");
        transfers.run(request);
        assertThat(transfers.writes).isZero();
    }

    @Test
    void excludesRootsByTheirAbsolutePathOnly() {
        transfers.prepare(TREE + "; mkdir a/cache; echo y > a/cache/y");
        String root = transfers.source.resolve("cache") + "/";

        transfers.run(new Changes(transfers.request()).excludedRoots(List.of(root, "/a/", "/tmp/*/nothing/")));

        assertThat(transfers.latest.resolve("cache")).doesNotExist();
        assertThat(transfers.latest.resolve("a/cache/y")).exists();
    }

    @Test
    void aSourceBelowAnExcludedRootIsCopiedAllTheSame() {
        transfers.prepare(TREE);

        transfers.assertSucceeded(
                transfers.run(new Changes(transfers.request()).excludedRoots(List.of("/tmp/", "/var/tmp/"))));

        transfers.assertFaithful("a source below /tmp");
    }

    @Test
    void aDryRunSaysWhatItWouldDoAndDoesNothing() {
        transfers.prepare(TREE);
        transfers.run();
        transfers.snapshot();
        TreeRecord before = TreeRecord.of(transfers.latest);
        transfers.prepare("chmod 600 a/one; rm a/b/two; echo new > new");

        TransferOutcome outcome = transfers.run(new Changes(transfers.request()).dryRun());

        transfers.assertSucceeded(outcome);
        assertThat(transfers.log)
                .contains(">f+++++++++ 4 new", ".f...p..... 2 a/one")
                .anyMatch(line -> line.startsWith("*deleting") && line.endsWith(" a/b/two"));
        assertThat(Objects.requireNonNull(outcome.statistics()).filesDeleted()).isEqualTo(1);
        assertThat(transfers.writes).isZero();
        assertThat(TreeRecord.of(transfers.latest)).isEqualTo(before);
    }

    @Test
    void refusesToDeleteMoreThanIsAllowed() {
        transfers.prepare("for i in $(seq 10); do echo $i > f$i; done");
        transfers.run();
        for (boolean snapshot : new boolean[] {false, true}) {
            if (snapshot) {
                transfers.snapshot();
            }
            transfers.prepare("rm -f f1 f2 f3; echo 4 >> f4");

            TransferOutcome outcome = transfers.run(new Changes(transfers.request()).maxDelete(0.29));

            assertThat(outcome.failure()).isEqualTo(Failure.DELETION_LIMIT);
            assertThat(outcome.message()).contains("3 of 10");
            assertThat(transfers.latest.resolve("f1")).exists();
            assertThat(transfers.writes).isZero();
        }
        transfers.assertSucceeded(transfers.run(new Changes(transfers.request()).maxDelete(0.3)));
        transfers.assertFaithful("deleting just as much as is allowed");
    }

    @Test
    void describesTheWholeSourceAndWhatTravelled() {
        transfers.prepare(TREE);
        transfers.run();
        transfers.snapshot();
        transfers.prepare("echo changed > a/one; chmod 600 a/b/two; rm cache/x; mkdir new; echo n > new/n");

        Statistics statistics = Objects.requireNonNull(transfers.run().statistics());

        assertThat(statistics.filesTotal()).isEqualTo(9);
        assertThat(statistics.bytesTotal()).isEqualTo(8 + 3 + 2 + 3);
        assertThat(statistics.filesCreated()).isEqualTo(2);
        assertThat(statistics.filesDeleted()).isEqualTo(1);
        assertThat(statistics.filesTransferred()).isEqualTo(3);
        assertThat(statistics.bytesTransferred()).isEqualTo(8 + 3 + 2);
        assertThat(transfers.progress.getLast().files())
                .isEqualTo(transfers.progress.getLast().filesTotal());
        assertThat(transfers.writes).isEqualTo(1);
    }

    @Test
    void knowsInAFirstTransferHowMuchThereIs() {
        transfers.prepare("for i in $(seq 20); do head -c 200000 /dev/urandom > $i; done");

        transfers.assertSucceeded(transfers.run(new Changes(transfers.request()).bandwidthLimit(2_000_000)));

        assertThat(transfers.progress).hasSizeGreaterThan(3);
        TransferProgress half = transfers.progress.get(transfers.progress.size() / 2);
        assertThat(half.filesTotal()).isEqualTo(21);
        assertThat((double) half.bytesTotal()).isBetween(3_800_000.0, 4_200_000.0);
        assertThat(transfers.progress.getLast().bytes()).isEqualTo(4_000_000);
        assertThat(transfers.progress.getLast().files()).isEqualTo(21);
    }

    @Test
    void failsWhenTheSourceIsUnmountedUnderTheTransfer() throws Exception {
        transfers.prepare(TREE);
        transfers.run();
        transfers.snapshot();
        transfers.prepare("echo changed > a/one");
        TransferListener unmounts = new TransferListener() {
            @Override
            public void log(byte[] line) {}

            @Override
            public void progress(TransferProgress progress) {}

            @Override
            public void beforeFirstWrite() {
                Shell.run(directory, "mv source gone; mkdir source");
            }
        };

        TransferOutcome outcome = new Transfer(Shell.RUNNER).run(transfers.request(), unmounts, StopSignal.NEVER);

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.failure()).isEqualTo(Failure.SOURCE_EMPTY);
        transfers.assertUntouched("an unmounted source");
    }

    @Test
    void countsFilesThatAreOnlyIsolated() {
        transfers.prepare("echo same > one; ln one two; ln one three; echo other > other");
        transfers.run();
        transfers.snapshot();
        transfers.prepare("cp -p two n; mv n two");

        TransferOutcome outcome = transfers.run();

        assertThat(outcome.isolatedFiles()).isEqualTo(3);
        transfers.assertFaithful("splitting a link");
    }

    @Test
    void addsNoBlocksWhenTheOwnerStaysTheSame() {
        transfers.prepare(TREE);
        transfers.run();
        transfers.snapshot();
        Object inode = inode("a/one");
        transfers.prepare("chown -R 0:0 .");

        transfers.assertSucceeded(transfers.run());

        assertThat(inode("a/one")).isEqualTo(inode);
        assertThat(transfers.writes).isZero();
    }

    @Test
    void keepsSnapshotsWhateverWasDoneToLatestByHand() {
        transfers.prepare(TREE + "; echo 4 > four; ln four five; mkfifo p");
        transfers.run();
        String[] edits = {
            "rm -r a; ln -s ../../source/a a",
            "rm -r a; ln -s /nonexistent a",
            "rm -r a; ln -s a a",
            "ln -f a/one a/b/two",
            "mv a/b x; mv cache a/b; mv x cache",
            "rm four; ln ../../source/a/one four",
            "rm p; mkdir p; echo in > p/in; echo extra > a/extra; chmod 777 a .",
            "rm five; cp -p four five; rm -r cache; echo file > cache",
            "rm -r a/b; ln -s ../../snapshot-0/a/b a/b",
            "rm a/l; ln -s elsewhere a/l; rm a/one; mkfifo a/one",
            "rm -rf *",
        };
        for (String edit : edits) {
            transfers.snapshot();
            Shell.run(transfers.latest, edit);
            transfers.assertUntouched("the edit itself: " + edit);
            TreeRecord source = TreeRecord.of(transfers.source);

            transfers.assertSucceeded(transfers.run());

            transfers.assertFaithful(edit);
            assertThat(TreeRecord.of(transfers.source)).isEqualTo(source);
        }
    }

    @Test
    void staysUntouchedWhileTheSourceChangesUnderATransfer() {
        transfers.prepare("mkdir d; for i in $(seq 300); do echo $i > d/$i; ln -s x d/l$i; mkfifo d/p$i; done");
        transfers.run();
        Thread changes = Thread.ofPlatform()
                .start(
                        () -> Shell.run(
                                transfers.source,
                                "set +e; for r in $(seq 8); do chmod 6$((r % 8))0 d/* 2>/dev/null; touch -h d/*; chown -h $r d/*; rm d/p$r; ln d/$r d/p$r; done"));
        for (int i = 0; i < 4 || changes.isAlive(); i++) {
            transfers.snapshot();
            TransferOutcome outcome = transfers.run();
            assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.SUCCEEDED);
            transfers.assertUntouched("a transfer beside changes");
        }
        transfers.run();
        transfers.assertFaithful("all has calmed down");
    }

    @Test
    void savesTheRestWhenSomethingCannotBeRead() {
        transfers.prepare(
                TREE + "; mkdir locked; echo x > locked/x; echo s > secret; echo 5 > five; chmod 755 ../.. .. .");
        transfers.prepare("chown -R 1000:1000 . ../backups ../scratch");
        List<String> user = List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups");
        transfers.assertSucceeded(transfers.run(new Changes(transfers.request()).prefix(user)));
        transfers.snapshot();
        transfers.prepare("chown 0:0 locked secret; chmod 0 locked secret; echo 66 > five; rm a/one");

        TransferOutcome outcome = transfers.run(new Changes(transfers.request()).prefix(user));

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.PARTIAL);
        assertThat(outcome.failure()).isEqualTo(Failure.UNREADABLE_FILES);
        assertThat(outcome.unreadable().paths())
                .containsExactlyInAnyOrder(transfers.source + "/locked", transfers.source + "/secret");
        assertThat(outcome.message()).startsWith("2 paths");
        assertThat(transfers.latest.resolve("five")).hasContent("66");
        assertThat(transfers.latest.resolve("secret")).hasContent("s");
        transfers.assertUntouched("unreadable files");
    }

    @Test
    void failsWhenTheSourceItselfCannotBeRead() {
        transfers.prepare(TREE + "; chmod 755 ../.. ..; chown -R 1000 ../backups; chmod 700 .");

        TransferOutcome outcome = transfers.run(new Changes(transfers.request())
                .prefix(List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")));

        assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.PERMISSION);
    }

    @Test
    void failsWhenTheDestinationMustNotBeWritten() {
        transfers.prepare(TREE + "; chmod 755 ../.. .. .");

        TransferOutcome outcome = transfers.run(new Changes(transfers.request())
                .prefix(List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")));

        assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.PERMISSION);
    }

    @Test
    void saysWhatIsMissingWhenAProgramCannotBeRun() {
        transfers.prepare(TREE);

        TransferOutcome outcome = transfers.run(new Changes(transfers.request()).prefix(List.of("no-such-program")));

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("no-such-program");
    }

    @Test
    void stopsInTheMiddleAndFinishesTheNextTime() throws Exception {
        transfers.prepare(TREE + "; head -c 3000000 /dev/urandom > big");
        transfers.run();
        transfers.snapshot();
        transfers.prepare("head -c 3000000 /dev/urandom > big; chmod 600 a/one; ln -sfn other a/l");
        RequestedStop stop = new RequestedStop();
        Thread later = Thread.ofPlatform().start(() -> {
            while (transfers.writes == 0) {
                Thread.onSpinWait();
            }
            stop.request();
        });

        TransferOutcome outcome = new Transfer(Shell.RUNNER)
                .run(new Changes(transfers.request()).bandwidthLimit(100_000), transfers, stop);

        later.join();
        assertThat(outcome.result()).isEqualTo(Result.STOPPED);
        assertThat(transfers.scratch).isEmptyDirectory();
        transfers.assertUntouched("a stopped transfer");
        transfers.assertSucceeded(transfers.run());
        transfers.assertFaithful("the transfer after a stopped one");
    }

    @Test
    void doesNothingWhenStoppedBefore() {
        transfers.prepare(TREE);
        RequestedStop stop = new RequestedStop();
        stop.request();

        TransferOutcome outcome = new Transfer(Shell.RUNNER).run(transfers.request(), transfers, stop);

        assertThat(outcome.result()).isEqualTo(Result.STOPPED);
        assertThat(transfers.latest).isEmptyDirectory();
    }

    @Test
    void aPlainPassWouldChangeSnapshots() {
        transfers.prepare(TREE);
        transfers.run();
        Path snapshot = transfers.snapshot();
        transfers.prepare("chmod 600 a/one");

        transfers.run(new Changes(transfers.request()).sharesInodes(false));

        assertThat(TreeRecord.of(snapshot))
                .as("else the other tests prove nothing")
                .isNotEqualTo(transfers.snapshots.get(snapshot));
    }

    private Object inode(String name) {
        try {
            return Files.getAttribute(transfers.latest.resolve(name), "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
