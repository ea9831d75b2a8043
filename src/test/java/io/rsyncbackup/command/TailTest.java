package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TailTest {
    private static final int LIMIT = 64 * 1024;

    private final Tail tail = new Tail();

    @Test
    void joinsLinesWithoutAnEmptyLastOne() {
        assertThat(tail.text()).isEmpty();
        add("one");
        add("");
        add("three");
        assertThat(tail.text()).isEqualTo("one\n\nthree");
    }

    @Test
    void startsWithALineOfItsOwnEvenIfTheFirstIsEmpty() {
        add("");
        add("two");
        assertThat(tail.text()).isEqualTo("\ntwo");
    }

    @Test
    void keepsTheLastLinesThatFitAndCutsNoneInTwo() {
        for (int i = 0; i < 20_000; i++) {
            add("line %d".formatted(i));
        }
        String[] lines = tail.text().split("\n", -1);
        assertThat(tail.text().length()).isBetween(LIMIT - 20, LIMIT);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).isEqualTo("line %d".formatted(20_000 - lines.length + i));
        }
    }

    @Test
    void keepsTheEndOfOneLineThatDoesNotFit() {
        add("a".repeat(LIMIT));
        assertThat(tail.text()).isEqualTo("a".repeat(LIMIT));
        add("b".repeat(LIMIT));
        assertThat(tail.text()).isEqualTo("b".repeat(LIMIT));
        add("end");
        assertThat(tail.text()).isEqualTo("end");
    }

    private void add(String line) {
        tail.add(line.getBytes(UTF_8));
    }
}
