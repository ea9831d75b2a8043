package io.rsyncbackup.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    @Test
    void findsADirectoryThroughABindMountOfItsParent() {
        MountTable table = MountTable.parse(List.of(
                "22 1 8:1 / / rw - ext4 /dev/sda1 rw", "40 22 8:1 /srv/backups /mnt/again rw - ext4 /dev/sda1 rw"));

        assertThat(table.aliases(Path.of("/srv/backups/laptop"))).containsExactly(Path.of("/mnt/again/laptop"));
        assertThat(table.aliases(Path.of("/mnt/again/laptop"))).containsExactly(Path.of("/srv/backups/laptop"));
    }

    @Test
    void findsNothingOnOtherFileSystemsOrOutsideTheMountedDirectory() {
        MountTable table = MountTable.parse(List.of(
                "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
                "40 22 8:1 /srv/other /mnt/again rw - ext4 /dev/sda1 rw",
                "41 22 8:17 / /srv/backups rw - ext4 /dev/sdb1 rw"));

        assertThat(table.aliases(Path.of("/srv/backups/laptop"))).isEmpty();
    }

    @Test
    void findsASecondMountOfTheSameFileSystem() {
        MountTable table = MountTable.parse(List.of(
                "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
                "41 22 8:17 / /mnt/a rw - ext4 /dev/sdb1 rw",
                "42 22 8:17 / /mnt/b\\040c rw - ext4 /dev/sdb1 rw"));

        assertThat(table.aliases(Path.of("/mnt/a/laptop"))).containsExactly(Path.of("/mnt/b c/laptop"));
    }

    @Test
    void decodesMountPointsOutsideAscii() {
        String name = new String(
                "/mnt/ä".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        MountTable table = MountTable.parse(
                List.of("22 1 8:1 / / rw - ext4 /dev/sda1 rw", "40 22 8:1 /srv " + name + " rw - ext4 /dev/sda1 rw"));

        assertThat(table.aliases(Path.of("/srv/x"))).containsExactly(Path.of("/mnt/ä/x"));
    }

    @Test
    void readsThisHostsOwnTable() {
        assertThat(MountTable.read().aliases(Path.of("/"))).doesNotContain(Path.of("/"));
    }
}
