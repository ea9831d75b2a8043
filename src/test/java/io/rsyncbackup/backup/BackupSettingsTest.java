package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupSettingsTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path data;

    @Test
    void removesSocketsOfAServerThatWasKilledAndNoneThatIsInUse() throws Exception {
        BackupSettings settings = new BackupSettings(data);
        settings.clearConnections(START);
        Files.createDirectory(settings.controlDirectory());
        Path killed = socket(settings, "ssh-1", START.minusSeconds(1));
        Path mine = socket(settings, "ssh-2", START.plusSeconds(1));
        Path other = socket(settings, "other", START.minusSeconds(1));
        settings.clearConnections(START);
        assertThat(killed).doesNotExist();
        assertThat(mine).exists();
        assertThat(other).exists();
    }

    private static Path socket(BackupSettings settings, String name, Instant made) throws Exception {
        Path path = Files.createFile(settings.controlDirectory().resolve(name));
        return Files.setLastModifiedTime(path, FileTime.from(made));
    }
}
