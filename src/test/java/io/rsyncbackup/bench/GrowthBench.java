package io.rsyncbackup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * How a run's cost and the server's memory grow with the number of files, 2 % of them changed, up to
 * {@code -Dbench.sizes=10000,100000,1000000,2000000}. The largest wants 25 GB below {@code -Dbench.directory}.
 */
class GrowthBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int[] SIZES = Arrays.stream(System.getProperty("bench.sizes", "10000,100000,1000000,2000000")
                    .split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    private static final String[] ROWS = {
        OurServer.RUN,
        "  its step backup",
        "  its step snapshot",
        "  its making the snapshot durable",
        "  its freeing of the old one, afterwards",
        "  its memory in GB",
    };

    @Test
    void growsWithTheNumberOfFiles() throws IOException {
        Interleaved previous = new Interleaved();
        int before = 0;
        for (int files : SIZES) {
            Interleaved rounds = measure(files);
            System.out.printf(
                    "GROWTH: %,d files, medians of %d rounds%n%-44s %9s %12s %s%n",
                    files, ROUNDS, "seconds", "median", "per million", "slope (1 is linear)");
            for (String row : ROWS) {
                double slope = Math.log(rounds.ratio(previous, row)) / Math.log((double) files / before);
                System.out.printf(
                        "%-44s %9.3f %12.2f %.2f%n",
                        row, rounds.median(row), rounds.median(row) * 1_000_000 / files, slope);
            }
            previous = rounds;
            before = files;
        }
    }

    private static Interleaved measure(int files) throws IOException {
        Path directory = Files.createTempDirectory(
                Path.of(System.getProperty("bench.directory", System.getProperty("java.io.tmpdir"))), "bench");
        BenchTree tree = BenchTree.make(directory.resolve("source"), files);
        try (OurServer server = new OurServer(tree.root(), directory.resolve("server"))) {
            Interleaved rounds = new Interleaved().add(round -> server.run());
            rounds.play(1, round -> settle(directory));
            System.out.printf("GROWTH: first backup of %,d files: %s%n", files, rounds.medians());
            // the one with another snapshot to remove is the third
            rounds.play(2, round -> change(tree, -1 - round)).forget();
            return rounds.play(ROUNDS, round -> change(tree, round));
        } finally {
            Program.seconds(Path.of("/"), "rm -rf \"$1\"", directory.toString());
        }
    }

    private static void change(BenchTree tree, int round) {
        tree.change(round);
        settle(tree.root());
    }

    private static void settle(Path directory) {
        Program.seconds(directory, "sync -f .");
    }
}
