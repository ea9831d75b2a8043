package io.rsyncbackup.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteCacheTest {
    private static final int SIZE = 40_960 + 512;

    @TempDir
    Path directory;

    @Test
    void readsWhatWasWrittenWhereverItBegins() throws IOException {
        var random = new Random(1);
        byte[] wanted = new byte[SIZE];
        try (var disk = disk()) {
            for (int write = 0; write < 500; write++) {
                int offset = random.nextInt(SIZE);
                byte[] data = new byte[random.nextInt(1, SIZE - offset + 1)];
                random.nextBytes(data);
                disk.write(offset, data);
                System.arraycopy(data, 0, wanted, offset, data.length);
                if (random.nextInt(10) == 0) {
                    disk.flush();
                }
                int from = random.nextInt(SIZE);
                int length = random.nextInt(SIZE - from + 1);
                assertThat(disk.read(from, length)).isEqualTo(Arrays.copyOfRange(wanted, from, from + length));
            }
            disk.flush();
        }
        assertThat(Files.readAllBytes(image())).isEqualTo(wanted);
    }

    @Test
    void losesWholeBlocksThatWereNotFlushedAndNoOthers() throws IOException {
        try (var disk = disk()) {
            disk.write(0, filled(20_480, 'a'));
            disk.flush();
            disk.write(0, filled(40_960, 'b'));
            assertThat(Files.readAllBytes(image())).doesNotContain('b');
            int lost = disk.loseSome(new Random(3));
            assertThat(lost).isBetween(1, 9);
            byte[] left = disk.read(0, SIZE);
            int old = 0;
            for (int block = 0; block < 10; block++) {
                byte first = left[4096 * block];
                old += first == 'b' ? 0 : 1;
                assertThat(first).isIn((byte) 'b', block < 5 ? (byte) 'a' : (byte) 0);
                assertThat(Arrays.copyOfRange(left, 4096 * block, 4096 * (block + 1)))
                        .containsOnly(first);
            }
            assertThat(old).isEqualTo(lost);
        }
    }

    private WriteCache disk() throws IOException {
        Files.write(image(), new byte[SIZE]);
        return new WriteCache(image());
    }

    private Path image() {
        return directory.resolve("disk.img");
    }

    private static byte[] filled(int length, char letter) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) letter);
        return data;
    }
}
