package io.rsyncbackup.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageTextsTest {
    private static final Capacity ROOM = new Capacity(1_000_000_000, 500_000_000, 1_000_000);
    private static final Capacity NO_INODES = new Capacity(1_000_000_000, 500_000_000, 0);
    private static final Capacity NOTHING = new Capacity(1_000_000_000, 0, 0);
    private static final Capacity UNCOUNTED = new Capacity(1_000_000_000, 500_000_000, -1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cp: cannot create directory '/b': Disk quota exceeded | OUT_OF_SPACE
                    cp: cannot create directory '/b': Read-only file system | READ_ONLY
                    java.nio.file.AccessDeniedException: Permission denied | PERMISSION
                    mv: cannot move: Operation not permitted | PERMISSION
                    cp: failed: Too many links | OTHER
                    """)
    void knowsWhatTheTextSays(String text, StorageFault fault) {
        assertThat(StorageFault.of(text, ROOM)).isEqualTo(fault);
    }

    @Test
    void tellsInodesFromSpaceByHowFullItIs() {
        String text = "rsync: mkdir failed: No space left on device (28)";
        assertThat(StorageFault.of(text, NO_INODES)).isEqualTo(StorageFault.OUT_OF_INODES);
        assertThat(StorageFault.of(text, NOTHING)).isEqualTo(StorageFault.OUT_OF_SPACE);
        assertThat(StorageFault.of(text, UNCOUNTED)).isEqualTo(StorageFault.OUT_OF_SPACE);
        assertThat(StorageFault.of(text, ROOM)).isEqualTo(StorageFault.OUT_OF_SPACE);
        assertThat(StorageFault.of(text, null)).isEqualTo(StorageFault.OUT_OF_SPACE);
    }

    @Test
    void readsWhatStatAnswers() {
        assertThat(CapacityQuery.parse("4096 100 50 20 10\n")).isEqualTo(new Capacity(409_600, 204_800, 10));
        assertThat(CapacityQuery.parse("4096 100 50 0 0")).isEqualTo(new Capacity(409_600, 204_800, -1));
    }

    @Test
    void readsMountPointsWithSpacesAndOtherLetters() {
        String utf8 = new String(
                "/mnt/ä".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(MountPoints.parse("""
                        22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
                        45 22 7:0 / /mnt/two\\040words\\134 rw - ext4 /dev/loop0 rw
                        46 22 7:1 / %s rw - ext4 /dev/loop1 rw
                        """.formatted(utf8)))
                .containsExactly(Path.of("/"), Path.of("/mnt/two words\\"), Path.of("/mnt/ä"));
    }

    @Test
    void findsALockByDeviceAndInode() {
        List<String> table = List.of(
                "1: POSIX  ADVISORY  WRITE 300 fe:00:12 0 EOF",
                "2: FLOCK  ADVISORY  WRITE 301 fe:00:13 0 EOF",
                "3: FLOCK  ADVISORY  READ  302 00:2f:14 0 EOF");
        assertThat(KernelLocks.flocked(table, 0xfe00, 13)).isTrue();
        assertThat(KernelLocks.flocked(table, 0xfe00, 12)).as("the other kind").isFalse();
        assertThat(KernelLocks.flocked(table, 0x0801, 13)).as("on another disk").isFalse();
        assertThat(KernelLocks.flocked(table, 0xfe00, 3)).isFalse();
        assertThat(KernelLocks.flocked(table, 0x31, 14))
                .as("without a device of its own")
                .isTrue();
    }
}
