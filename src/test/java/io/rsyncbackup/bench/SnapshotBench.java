package io.rsyncbackup.bench;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Destinations;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.filesystem.LoopFileSystem;
import io.rsyncbackup.snapshot.Snapshot;
import io.rsyncbackup.snapshot.SnapshotStore;
import io.rsyncbackup.snapshot.TakeRequest;
import io.rsyncbackup.snapshot.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Taking a snapshot beside {@code cp --archive --link}, and freeing its space beside {@code rm -rf}. */
class SnapshotBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final int FILES = Integer.getInteger("bench.files", 100_000);
    private static final String CP = "cp --archive --link";
    private static final String RM = "rm -rf";
    private static final String TAKE = "snapshot step, not durable";
    private static final String FREE = "freeing its space";

    /** Tells when a snapshot is whole and making it durable begins, which cp does not do. */
    private static final class Runner implements CommandRunner {
        private final CommandRunner real = new LocalCommandRunner("bench");
        private long whole;

        @Override
        public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
            if (command.program().equals("sync")) {
                whole = System.nanoTime();
            }
            return real.run(command, output, stop);
        }
    }

    private final Runner runner = new Runner();

    @Test
    void hardLinks() throws IOException {
        Path directory = Files.createTempDirectory(
                        Path.of(System.getProperty("bench.directory", System.getProperty("java.io.tmpdir"))), "bench")
                .toRealPath();
        try {
            Interleaved rounds = measure(directory, SnapshotMethod.HARD_LINK, FILES);
            System.out.println("SNAPSHOT BY HARD LINKS, " + FILES + " files\n" + rounds.table(CP));
            System.out.printf(
                    "snapshot against cp: %.2f, freeing against rm: %.2f%n",
                    rounds.ratio(TAKE, CP), rounds.ratio(FREE, RM));
        } finally {
            Program.seconds(Path.of("/"), "rm -rf \"$1\"", directory.toString());
        }
    }

    /** The same for a tenth of the files: on btrfs it takes as long. */
    @Test
    void btrfs() throws IOException {
        for (int files : List.of(FILES / 10, FILES)) {
            try (LoopFileSystem disk = LoopFileSystem.btrfs(2_048)) {
                System.out.println("SNAPSHOT ON BTRFS, " + files + " files\n"
                        + measure(disk.path(), SnapshotMethod.BTRFS, files).table(TAKE));
            }
        }
    }

    private Interleaved measure(Path disk, SnapshotMethod method, int files) {
        Storage storage = Storage.here(runner);
        SnapshotStore store = SnapshotStore.on(storage, Clock.systemUTC());
        Trash trash = Trash.on(storage);
        DestinationLayout layout = new DestinationLayout(disk.resolve("bench/latest"));
        Destinations.on(storage, Clock.systemUTC()).recognise(layout, Set.of(), true, method);
        BenchTree.make(layout.latest(), files);
        TakeRequest request = new TakeRequest(layout, method, false, "bench", null, null, false, List.of(), line -> {});
        Path copy = disk.resolve("copy");
        Interleaved rounds = new Interleaved().add(round -> {
            long start = System.nanoTime();
            Snapshot taken = store.take(request, StopSignal.NEVER);
            double took = (runner.whole - start) / 1e9;
            double durable = (System.nanoTime() - runner.whole) / 1e9;
            store.remove(layout, taken.name(), method);
            settle(disk);
            start = System.nanoTime();
            trash.empty(layout, StopSignal.NEVER);
            return Map.of(TAKE, took, "making it durable", durable, FREE, (System.nanoTime() - start) / 1e9);
        });
        if (method == SnapshotMethod.HARD_LINK) {
            rounds.add(round -> {
                double linked = Program.seconds(
                        disk,
                        "cp --archive --link \"$1\" \"$2\"",
                        layout.latest().toString(),
                        copy.toString());
                settle(disk);
                return Map.of(CP, linked, RM, Program.seconds(disk, "rm -rf \"$1\"", copy.toString()));
            });
        }
        rounds.play(1, round -> settle(disk));
        rounds.forget();
        return rounds.play(ROUNDS, round -> settle(disk));
    }

    private static void settle(Path directory) {
        Program.seconds(directory, "sync -f .");
    }
}
