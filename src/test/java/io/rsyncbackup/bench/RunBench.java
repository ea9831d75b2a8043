package io.rsyncbackup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A run on a tree of which little changed, beside the plain programs, rsnapshot, restic and borg. */
class RunBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int FILES = Integer.getInteger("bench.files", 100_000);

    @Test
    void aRunWithFewChanges() throws IOException {
        Path directory = Files.createTempDirectory(
                Path.of(System.getProperty("bench.directory", System.getProperty("java.io.tmpdir"))), "bench");
        BenchTree tree = BenchTree.make(directory.resolve("source"), FILES);
        try (OurServer server = new OurServer(tree.root(), directory.resolve("server"))) {
            Interleaved rounds = new Interleaved().add(round -> server.run());
            new Peers(tree.root(), directory.resolve("peers")).join(rounds);
            rounds.play(1, round -> settle(directory));
            System.out.println("FIRST BACKUP, " + FILES + " files, once\n" + rounds.table(Peers.RSYNC));
            // the second run looks at everything once more
            rounds.play(2, round -> change(tree, -1 - round));
            rounds.forget();
            rounds.play(ROUNDS, round -> change(tree, round));
            System.out.println("FEW CHANGES, " + FILES + " files, " + ROUNDS + " rounds\n" + rounds.table(Peers.PLAIN));
            System.out.printf(
                    "the backup step against the single pass: %.2f%n", rounds.ratio("  its step backup", Peers.RSYNC));
        } finally {
            Program.seconds(Path.of("/"), "rm -rf \"$1\"", directory.toString());
        }
    }

    private static void change(BenchTree tree, int round) {
        tree.change(round);
        settle(tree.root());
    }

    /** What an earlier one left to be written must not slow down the next. */
    private static void settle(Path directory) {
        Program.seconds(directory, "sync -f .");
    }
}
