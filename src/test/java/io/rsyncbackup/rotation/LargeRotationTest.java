package io.rsyncbackup.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LargeRotationTest {
    /** Measured 0.45 s once warm, on a crowded machine; the bound leaves room and tells linear from quadratic. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    @ParameterizedTest
    @EnumSource(Window.class)
    void decidesAHundredThousandSnapshotsInABlink(Window window) {
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        Instant first = Instant.parse("2020-01-01T00:00:00Z");
        List<RotationCandidate> snapshots = IntStream.range(0, 100_000)
                .mapToObj(index -> new RotationCandidate(
                        "s" + index, first.plus(Duration.ofMinutes(30L * index)), index % 7 == 0, false, false))
                .toList();
        Map<String, String> scheme = new LinkedHashMap<>();
        for (Frequency frequency : Frequency.values()) {
            scheme.put(frequency.name().toLowerCase(Locale.ROOT), "50");
        }
        RotationRules rules = Snapshots.rules(scheme, Keep.OLDEST, window, ZoneId.of("Europe/Vienna"));

        RotationDecisions decisions = Rotation.decide(snapshots, rules, now);
        Duration taken = timed(() -> Rotation.decide(snapshots, rules, now));

        assertThat(decisions.decisions()).hasSize(100_000);
        assertThat(decisions.keptCount()).isBetween(100L, 300L);
        assertThat(taken).isLessThan(BOUND);
    }

    /** Of the processor, not of the wall: what else the machine does must not fail a test. */
    private static Duration timed(Runnable action) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        action.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    }
}
