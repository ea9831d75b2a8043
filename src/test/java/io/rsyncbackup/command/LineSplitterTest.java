package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    @Test
    void splitsAtLineFeedAndCarriageReturn() {
        assertThat(split("a\nb\rc\r\nd")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void keepsEmptyLinesButMakesNoneOfCarriageReturns() {
        assertThat(split("a\n\nb\n")).containsExactly("a", "", "b");
        assertThat(split("\n")).containsExactly("");
        assertThat(split("\r  1%\r  2%\n\r  3%\r\n\r\n")).containsExactly("  1%", "  2%", "  3%", "");
        assertThat(split("")).isEmpty();
        assertThat(split("\r\r")).isEmpty();
    }

    @Test
    void deliversALineThatIsTooLongInPieces() {
        String whole = "x".repeat(LineSplitter.LONGEST_LINE);
        assertThat(split(whole)).containsExactly(whole);
        assertThat(split(whole + "\n\n")).containsExactly(whole, "");
        assertThat(split(whole + "y\nz")).containsExactly(whole, "y", "z");
        assertThat(split(whole + whole + "\r\ny")).containsExactly(whole, whole, "y");
    }

    @Test
    void doesNotCareHowTheBytesArrive() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append("ab\n\r\u00e9\0".charAt(random.nextInt(6)));
            }
            List<String> inPieces = new ArrayList<>();
            LineSplitter splitter = new LineSplitter(line -> inPieces.add(new String(line, ISO_8859_1)));
            byte[] bytes = text.toString().getBytes(ISO_8859_1);
            for (int start = 0; start < bytes.length; ) {
                int count = Math.min(bytes.length - start, 1 + random.nextInt(4));
                byte[] piece = java.util.Arrays.copyOfRange(bytes, start, start + count);
                splitter.accept(piece, count);
                start += count;
            }
            splitter.end();
            assertThat(inPieces).as("seed %d, round %d", seed, round).isEqualTo(split(text.toString()));
            assertThat(String.join("", inPieces))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(text.toString().replace("\r", "").replace("\n", ""));
        }
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(line -> lines.add(new String(line, ISO_8859_1)));
        byte[] bytes = text.getBytes(ISO_8859_1);
        splitter.accept(bytes, bytes.length);
        splitter.end();
        return lines;
    }
}
