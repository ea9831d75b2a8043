package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.filesystem.LoopFileSystem;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers to file systems that are full, read-only, old or bound elsewhere. */
class TransferDiskIT {
    @TempDir
    Path directory;

    @Test
    void saysThatTheFirstTransferFoundNoSpaceAndGoesOnWhenThereIsSome() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40)) {
            Transfers transfers = on(disk).prepare("for i in $(seq 30); do head -c 300000 /dev/urandom > $i; done");
            Path filler = disk.fill(4_000_000);

            TransferOutcome outcome = transfers.run();

            assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.OUT_OF_SPACE);
            Files.delete(filler);
            transfers.assertSucceeded(transfers.run());
            transfers.assertFaithful("there is room again");
        }
    }

    @Test
    void saysThatTheFirstTransferFoundNoInodes() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40, "-N", "128")) {
            Transfers transfers = on(disk).prepare("for i in $(seq 200); do echo $i > $i; done");

            TransferOutcome outcome = transfers.run();

            assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.OUT_OF_INODES);
        }
    }

    @Test
    void findsOutBeforehandThatRewritingTakesTooMuchSpace() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40)) {
            Transfers transfers = on(disk).prepare("for i in $(seq 30); do head -c 300000 /dev/urandom > $i; done");
            transfers.assertSucceeded(transfers.run());
            transfers.snapshot();
            Path filler = disk.fill(4_000_000);
            transfers.prepare("chmod 600 *");

            TransferOutcome outcome = transfers.run();

            assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.OUT_OF_SPACE);
            assertThat(outcome.message()).endsWith("nothing was changed");
            assertThat(transfers.writes).isZero();
            Files.delete(filler);
            transfers.assertSucceeded(transfers.run());
            transfers.assertFaithful("there is room again");
        }
    }

    @Test
    void findsOutBeforehandThatThereAreTooFewInodes() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40, "-N", "128")) {
            Transfers transfers = on(disk).prepare("echo first > first");
            transfers.assertSucceeded(transfers.run());
            transfers.snapshot();
            transfers.prepare("for i in $(seq 200); do echo $i > $i; done");

            TransferOutcome outcome = transfers.run();

            assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.OUT_OF_INODES);
            assertThat(transfers.writes).isZero();
        }
    }

    @Test
    void leavesSnapshotsAloneWhenSpaceRunsOutInTheMiddle() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(60)) {
            Transfers transfers = on(disk).prepare("mkdir d; echo 1 > d/1; ln -s x d/l");
            transfers.assertSucceeded(transfers.run());
            transfers.snapshot();
            Path filler = disk.fill(4_000_000);
            transfers.prepare("chmod 600 d/1; touch -h d/l; head -c 20000000 /dev/urandom > huge");

            TransferOutcome outcome = transfers.run();

            assertThat(outcome.failure()).as("%s", outcome).isEqualTo(Failure.OUT_OF_SPACE);
            assertThat(transfers.writes).isEqualTo(1);
            transfers.assertUntouched("out of space");
            Files.delete(filler);
            transfers.assertSucceeded(transfers.run());
            transfers.assertFaithful("there is room again");
        }
    }

    @Test
    void refusesNoSparseFilesThatFitWellEnough() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40)) {
            Transfers transfers = on(disk).prepare("echo 1 > 1");
            transfers.assertSucceeded(transfers.run());
            transfers.snapshot();
            transfers.prepare("truncate -s 5G sparse; for i in $(seq 50); do truncate -s 4M sparse$i; done");

            transfers.assertSucceeded(transfers.run());
            assertThat(transfers.latest.resolve("sparse")).hasSize(5L << 30);
        }
    }

    @Test
    void saysThatTheDestinationIsReadOnly() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40)) {
            Transfers transfers = on(disk).prepare("echo 1 > 1");
            transfers.assertSucceeded(transfers.run());
            transfers.snapshot();
            transfers.prepare("echo 2 > 2; chmod 600 1");
            disk.remount("ro");

            assertThat(transfers.run().failure()).isEqualTo(Failure.READ_ONLY);
        }
    }

    @Test
    void rewritesNothingOnAFileSystemWithoutNanoseconds() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40, "-I", "128")) {
            Transfers transfers = on(disk).prepare("mkdir d; for i in 1 2 3; do echo $i > d/$i; done; ln -s x d/l");
            transfers.assertSucceeded(transfers.run());
            transfers.snapshot();

            transfers.assertSucceeded(transfers.run());

            assertThat(transfers.writes).isZero();
        }
    }

    @Test
    void copiesNoDestinationThatIsBoundIntoTheSource() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.ext4(40)) {
            Transfers transfers = on(disk).prepare("mkdir bound; echo 1 > 1");
            Path bound = transfers.source.resolve("bound");
            Shell.run(directory, "mount --bind \"$1\" \"$2\"", disk.path().toString(), bound.toString());
            try {
                transfers.assertSucceeded(transfers.run(new Changes(transfers.request()).multiFs()));
                assertThat(transfers.latest.resolve("1")).exists();
                assertThat(transfers.latest.resolve("bound/backups")).doesNotExist();

                TransferOutcome itself =
                        transfers.run(new Changes(transfers.request()).source(bound.resolve("backups")));
                assertThat(itself.result()).isEqualTo(Result.FAILED);
                assertThat(itself.message()).contains("is the destination itself");
            } finally {
                Shell.run(directory, "umount \"$1\"", bound.toString());
            }
        }
    }

    @Test
    void staysOnTheSourcesFileSystemUnlessToldOtherwise() throws IOException {
        try (LoopFileSystem other = LoopFileSystem.tmpfs("size=1m")) {
            Transfers transfers = new Transfers(directory).prepare("mkdir mounted; echo 1 > 1");
            Path mounted = transfers.source.resolve("mounted");
            Shell.run(other.path(), "echo in > in; mount --bind . \"$1\"", mounted.toString());
            try {
                transfers.assertSucceeded(transfers.run());
                assertThat(transfers.latest.resolve("mounted")).isEmptyDirectory();
                transfers.snapshot();
                transfers.assertSucceeded(transfers.run(new Changes(transfers.request()).multiFs()));
                assertThat(transfers.latest.resolve("mounted/in")).hasContent("in");
                transfers.assertSucceeded(transfers.run());
                assertThat(transfers.latest.resolve("mounted/in"))
                        .as("rsync deletes nothing where the source has a mount point")
                        .exists();
                transfers.assertUntouched("crossing file systems and not");
            } finally {
                Shell.run(directory, "umount \"$1\"", mounted.toString());
            }
        }
    }

    private Transfers on(LoopFileSystem disk) throws IOException {
        return new Transfers(directory, disk.path().resolve("backups/latest"));
    }
}
