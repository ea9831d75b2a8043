package io.rsyncbackup.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Attempts of this process that failed, by channel. */
@Component
public class DeliveryCounts {
    /** What follows a failed attempt. */
    public enum Then {
        RETRIED,
        GIVEN_UP;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Map<String, Map<Then, LongAdder>> failures = new TreeMap<>();

    DeliveryCounts(NotifySettings settings) {
        settings.channels().keySet().forEach(channel -> {
            Map<Then, LongAdder> counts = new TreeMap<>();
            Arrays.stream(Then.values()).forEach(then -> counts.put(then, new LongAdder()));
            failures.put(channel, counts);
        });
    }

    public Set<String> channels() {
        return new TreeSet<>(failures.keySet());
    }

    public double failures(String channel, Then then) {
        return adder(channel, then).doubleValue();
    }

    void failed(String channel, Then then) {
        adder(channel, then).increment();
    }

    private LongAdder adder(String channel, Then then) {
        return failures.getOrDefault(channel, Map.of()).getOrDefault(then, new LongAdder());
    }
}
