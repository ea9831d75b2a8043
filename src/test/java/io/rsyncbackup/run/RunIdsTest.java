package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    @Test
    void idsSortByTimeAlsoWithinOneMillisecond() {
        long seed = System.nanoTime();
        AtomicLong time = new AtomicLong(1_795_000_000_000L);
        Random random = new Random(seed);
        RunIds ids = new RunIds(() -> Instant.ofEpochMilli(time.get()), random);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            time.addAndGet(random.nextInt(3) / 2);
            made.add(ids.next());
        }
        assertThat(made).as("seed %d", seed).isSorted().allMatch(RunIds::isId);
        assertThat(new HashSet<>(made)).hasSize(10_000);
    }

    @Test
    void anIdIsAUlid() {
        // the example of the ULID specification: 1469918176385 is 01ARYZ6S41
        RunIds ids = new RunIds(InstantSource.fixed(Instant.ofEpochMilli(1_469_918_176_385L)), new Random(1));
        assertThat(ids.next()).startsWith("01ARYZ6S41").hasSize(26);
    }

    @Test
    void whatIsNoIdIsNotTakenForOne() {
        for (String text : new String[] {
            "",
            "../../etc/passwd",
            "01ARYZ6S41TSV4RRFFQ69G5FA",
            "01ARYZ6S41TSV4RRFFQ69G5FAU",
            "01aryz6s41tsv4rrffq69g5fav"
        }) {
            assertThat(RunIds.isId(text)).as(text).isFalse();
        }
    }
}
