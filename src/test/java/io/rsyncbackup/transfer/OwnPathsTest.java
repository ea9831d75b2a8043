package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnPathsTest {
    private static final List<OwnPaths.Mount> MOUNTS = OwnPaths.Mount.parse("""
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            30 22 8:17 / /mnt/backups rw,relatime shared:2 - ext4 /dev/sdb1 rw
            31 22 8:17 /laptop /srv/with\\040space rw,relatime shared:2 - ext4 /dev/sdb1 rw
            32 22 8:1 /data /bind rw,relatime shared:1 - ext4 /dev/sda1 rw
            33 22 0:5 / /proc rw - proc proc rw
            """.getBytes(UTF_8));

    @Test
    void findsADirectoryBehindEveryMountThatShowsIt() {
        assertThat(OwnPaths.names(Path.of("/mnt/backups/laptop/deep"), MOUNTS))
                .containsExactlyInAnyOrder(Path.of("/mnt/backups/laptop/deep"), Path.of("/srv/with space/deep"));
        assertThat(OwnPaths.names(Path.of("/data/x"), MOUNTS))
                .containsExactlyInAnyOrder(Path.of("/data/x"), Path.of("/bind/x"));
        assertThat(OwnPaths.names(Path.of("/bind/x"), MOUNTS))
                .containsExactlyInAnyOrder(Path.of("/data/x"), Path.of("/bind/x"));
    }

    @Test
    void findsTheMountPointItself() {
        assertThat(OwnPaths.names(Path.of("/mnt/backups/laptop"), MOUNTS))
                .containsExactlyInAnyOrder(Path.of("/mnt/backups/laptop"), Path.of("/srv/with space"));
    }

    @Test
    void doesNotShowWhatAMountDoesNotHold() {
        assertThat(OwnPaths.names(Path.of("/mnt/backups/desktop"), MOUNTS))
                .containsExactly(Path.of("/mnt/backups/desktop"));
    }

    @Test
    void managesWithoutAListOfMounts() {
        assertThat(OwnPaths.names(Path.of("/mnt/backups"), List.of())).containsExactly(Path.of("/mnt/backups"));
    }
}
