package io.rsyncbackup.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FstabTest {
    @Test
    void findsAMountPointHoweverItIsWritten() {
        Fstab table = parse("UUID=ab /mnt/backups/ ext4 noauto,nofail 0 2\n");
        Fstab.Entry entry = table.find(Path.of("/mnt/backups")).orElseThrow();
        assertThat(entry.source()).isEqualTo("UUID=ab");
        assertThat(entry.type()).isEqualTo("ext4");
        assertThat(entry.options()).containsExactly("noauto", "nofail");
        assertThat(entry.where()).isEqualTo("line 1 of fstab: UUID=ab /mnt/backups/ ext4 noauto,nofail 0 2");
        assertThat(table.find(Path.of("/mnt"))).isEmpty();
        assertThat(table.find(Path.of("/mnt/backups/x"))).isEmpty();
    }

    @Test
    void decodesBlanksInMountPoints() {
        assertThat(parse("/dev/sdb1 /mnt/my\\040disk ext4").find(Path.of("/mnt/my disk")))
                .isPresent();
    }

    @Test
    void optionsMayBeLeftOut() {
        assertThat(parse("/dev/sdb1 /mnt/b ext4")
                        .find(Path.of("/mnt/b"))
                        .orElseThrow()
                        .options())
                .containsExactly("defaults");
    }

    @Test
    void linesWithoutAMountPointAreNoEntries() {
        assertThat(parse("# /dev/x /mnt/b ext4\n/dev/sda2 none swap sw 0 0\n/dev/sdb1 /mnt/b\n/dev/sdb1\n")
                        .entries())
                .isEmpty();
    }

    @Test
    void takesTheFirstOfTwoForOneDirectory() {
        assertThat(parse("/dev/a /mnt/b ext4\n/dev/b /mnt/b ext4")
                        .find(Path.of("/mnt/b"))
                        .orElseThrow()
                        .source())
                .isEqualTo("/dev/a");
    }

    @Test
    void whatCoversAMountPointIsWhatIsMountedThere() {
        MountInfo mounts = MountInfo.parse(("""
                20 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
                30 20 0:40 / /mnt/b rw - autofs systemd-1 rw
                31 30 7:1 / /mnt/b rw shared:9 master:2 - ext4 /dev/loop1 rw
                32 31 7:2 / /mnt/b rw - xfs /dev/loop2 rw
                33 31 7:3 / /mnt/b/my\\040disk rw - ext4 /dev/loop3 rw
                not a line
                """).getBytes(UTF_8));
        assertThat(mounts.at(Path.of("/mnt/b"))).hasValueSatisfying(mount -> {
            assertThat(mount.id()).isEqualTo("32");
            assertThat(mount.device()).isEqualTo("7:2");
            assertThat(mount.type()).isEqualTo("xfs");
        });
        assertThat(mounts.below(Path.of("/mnt/b")))
                .extracting(MountInfo.Entry::directory)
                .containsExactly(Path.of("/mnt/b/my disk"));
        assertThat(mounts.of("7:3")).hasSize(1);
        assertThat(mounts.at(Path.of("/mnt"))).isEmpty();
    }

    @Test
    void anAutomounterThatWaitsIsNothingMounted() {
        MountInfo mounts = MountInfo.parse("30 20 0:40 / /mnt/b rw - autofs systemd-1 rw\n".getBytes(UTF_8));
        assertThat(mounts.at(Path.of("/mnt/b"))).isEmpty();
    }

    private static Fstab parse(String text) {
        return Fstab.parse(text.getBytes(UTF_8));
    }
}
