package io.rsyncbackup.backup;

import static io.rsyncbackup.run.StepName.BACKUP;
import static io.rsyncbackup.run.StepName.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source that goes away while it is copied. */
@Timeout(60)
class SourceLossTest {
    @TempDir
    Path directory;

    @Test
    void aSourceThatIsUnmountedAfterTheDecisionIsNoSuccess() throws IOException {
        BackupHouse house = new BackupHouse(directory.toRealPath());
        Path disk = Files.createDirectory(directory.toRealPath().resolve("disk"));
        Files.writeString(disk.resolve("a"), "one");
        Files.writeString(disk.resolve("b"), "one");
        assumeTrue(house.succeeds("mount", "--bind", disk.toString(), house.source.toString()), "needs root");
        try {
            house.backUp();
            Files.writeString(disk.resolve("a"), "changed");
            house.watcher = argv -> {
                if (argv.contains("--delete-missing-args")) {
                    house.succeeds("umount", house.source.toString());
                }
            };
            assertThat(house.states(false, BACKUP, SNAPSHOT)).containsExactly(RunState.FAILED);
            assertThat(house.snapshots()).hasSize(1);
        } finally {
            house.succeeds("umount", house.source.toString());
        }
    }
}
