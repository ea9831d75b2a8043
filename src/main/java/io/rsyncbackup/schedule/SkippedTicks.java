package io.rsyncbackup.schedule;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts, by plan, what was due and made no run. */
@Component
class SkippedTicks {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String plan) {
        counts.computeIfAbsent(plan, name -> new LongAdder()).increment();
    }

    long of(String plan) {
        LongAdder count = counts.get(plan);
        return count == null ? 0 : count.sum();
    }
}
