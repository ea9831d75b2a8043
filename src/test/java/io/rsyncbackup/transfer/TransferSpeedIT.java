package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deciding first costs. Prints its numbers; asserts only what no busy machine can upset. */
class TransferSpeedIT {
    private static final int ROUNDS = 5;

    @TempDir
    Path directory;

    @Test
    void decidingAndApplyingTakesAboutAsLongAsOnePass() throws IOException {
        Transfers transfers = new Transfers(directory)
                .prepare("for d in $(seq 200); do mkdir $d; for f in $(seq 100); do echo $f > $d/$f; done; done");
        transfers.run();
        transfers.snapshot();
        double[] nothing = new double[ROUNDS];
        double[] few = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double plain = seconds(() -> transfers.run(new Changes(transfers.request()).sharesInodes(false)));
            nothing[round] = seconds(transfers::run) / plain;
            transfers.prepare("for d in $(seq 200); do echo %d > $d/1; done".formatted(round));
            plain = seconds(() -> transfers.run(new Changes(transfers.request()).sharesInodes(false)));
            transfers.prepare("for d in $(seq 200); do echo %d > $d/1; done".formatted(round + 10));
            few[round] = seconds(transfers::run) / plain;
        }
        Arrays.sort(nothing);
        Arrays.sort(few);
        System.out.printf(
                "20,000 files, decide and apply against one pass: nothing changed %.2f, 200 changed %.2f%n",
                nothing[ROUNDS / 2], few[ROUNDS / 2]);
        assertThat(nothing[ROUNDS / 2]).isLessThan(4);
        assertThat(few[ROUNDS / 2]).isLessThan(4);
    }

    @Test
    void aHundredThousandLinesAreNoBurden() throws IOException {
        Transfers transfers = new Transfers(directory)
                .prepare("for d in $(seq 100); do mkdir $d; (cd $d; seq -f f%g 1000 | xargs touch); done");
        transfers.run();
        transfers.snapshot();
        transfers.prepare("find . -type f -exec chmod 600 {} +");

        TransferOutcome outcome = transfers.run();

        transfers.assertSucceeded(outcome);
        assertThat(transfers.log).hasSizeGreaterThan(100_000);
        assertThat(transfers.progress).hasSizeLessThan(1000);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
