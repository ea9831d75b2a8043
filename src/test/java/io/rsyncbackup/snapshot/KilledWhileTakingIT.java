package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLock;
import io.rsyncbackup.destination.SnapshotMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWhileTakingIT {
    private static final int FILES = 3_000;
    private static final int KILLS = 8;

    @TempDir
    Path disk;

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void everyListedSnapshotIsWholeHoweverOftenTheServerIsKilled() throws Exception {
        TestDestination destination = new TestDestination(disk, SnapshotMethod.HARD_LINK);
        for (int file = 0; file < FILES; file++) {
            destination.write("d" + file % 50 + "/" + file, "");
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            Process server = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            TakingProcess.class.getName(),
                            destination.layout.latest().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(server.inputReader().readLine()).isNotNull();
            Thread.sleep(random.nextInt(1_500));
            server.destroyForcibly().waitFor();
            assertAllListedAreWhole(destination, seed);

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> destination
                            .destinations
                            .busyWith(destination.layout)
                            .isEmpty());
            try (DestinationLock lock = destination.destinations.lock(destination.layout, "run next")) {
                assertThat(lock.writerPrefix()).isNotEmpty();
                destination.store.cleanUp(destination.layout);
                assertThat(destination.layout.incomplete()).isEmptyDirectory();
                destination.take();
            }
            assertAllListedAreWhole(destination, seed);
            assertThat(TestDestination.children(destination.layout.sidecars())).hasSameSizeAs(destination.names());
            assertThat(destination.trash.empty(destination.layout, StopSignal.NEVER))
                    .isEmpty();
        }
    }

    private static void assertAllListedAreWhole(TestDestination destination, long seed) throws IOException {
        List<Snapshot> listed = destination.list();
        assertThat(listed).isNotEmpty();
        for (Snapshot snapshot : listed) {
            assertThat(files(snapshot.path()))
                    .as("%s, seed %d", snapshot.name(), seed)
                    .isEqualTo(FILES);
        }
    }
}
