package io.rsyncbackup.bench;

import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.transfer.Endpoint;
import io.rsyncbackup.transfer.Transfer;
import io.rsyncbackup.transfer.TransferListener;
import io.rsyncbackup.transfer.TransferOutcome;
import io.rsyncbackup.transfer.TransferProgress;
import io.rsyncbackup.transfer.TransferRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The transfer alone, beside one pass of rsync over the same change:
 * {@code mvn test -Dtest=TransferBench -Djacoco.skip=true}, with the properties of this package.
 */
class TransferBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int FILES = Integer.getInteger("bench.files", 100_000);
    private static final String ALONE = "rsync alone, one pass";
    private static final String OURS = "decide and apply";

    @Test
    void decidesAndAppliesFewChanges() throws IOException {
        Path directory = Files.createTempDirectory(
                Path.of(System.getProperty("bench.directory", System.getProperty("java.io.tmpdir"))), "bench");
        try {
            BenchTree tree = BenchTree.make(directory.resolve("source"), FILES);
            Peers peers = new Peers(tree.root(), directory.resolve("peers"));
            Ours ours = new Ours(tree.root(), directory.resolve("ours"));
            Interleaved first = new Interleaved()
                    .add(ALONE, round -> peers.alone())
                    .add("first backup", round -> ours.run(false))
                    .play(1, round -> settle(directory));
            System.out.println("FIRST BACKUP, " + FILES + " files, once\n" + first.table(ALONE));
            ours.snapshot();
            Interleaved rounds =
                    new Interleaved().add(ALONE, round -> peers.alone()).add(OURS, round -> ours.run(true));
            rounds.play(1, round -> settle(directory));
            rounds.forget();
            rounds.play(ROUNDS, round -> {
                tree.change(round);
                settle(directory);
            });
            System.out.println("FEW CHANGES, " + FILES + " files\n" + rounds.table(ALONE));
            rounds.forget();
            rounds.play(ROUNDS, round -> settle(directory));
            System.out.println("NOTHING CHANGED, " + FILES + " files\n" + rounds.table(ALONE));
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    "heap in use afterwards: %d MB%n", (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000);
        } finally {
            Program.seconds(Path.of("/"), "rm -rf \"$1\"", directory.toString());
        }
    }

    private static void settle(Path directory) {
        Program.seconds(directory, "sync -f .");
    }

    /** The server's transfer into a directory of its own. */
    private static final class Ours implements TransferListener {
        private final Path source;
        private final Path directory;

        private Ours(Path source, Path directory) {
            this.source = source;
            this.directory = directory;
            BenchTree.create(directory.resolve("latest"));
            BenchTree.create(directory.resolve("scratch"));
        }

        double run(boolean sharesInodes) {
            long start = System.nanoTime();
            TransferOutcome outcome =
                    new Transfer(new LocalCommandRunner("bench")).run(request(sharesInodes), this, StopSignal.NEVER);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (outcome.result() != TransferOutcome.Result.SUCCEEDED) {
                throw new AssertionError(outcome);
            }
            return seconds;
        }

        void snapshot() {
            Program.seconds(directory, "cp --archive --link --no-target-directory latest snapshot");
        }

        private TransferRequest request(boolean sharesInodes) {
            return new TransferRequest(
                    Endpoint.of(source),
                    Endpoint.of(directory.resolve("latest")),
                    sharesInodes,
                    false,
                    List.of(),
                    null,
                    List.of(),
                    List.of(),
                    List.of(directory),
                    false,
                    null,
                    null,
                    null,
                    false,
                    List.of(),
                    directory.resolve("scratch"));
        }

        @Override
        public void log(byte[] line) {
            // not looked at
        }

        @Override
        public void progress(TransferProgress progress) {
            // not looked at
        }

        @Override
        public void beforeFirstWrite() {
            // it is no matter here
        }
    }
}
