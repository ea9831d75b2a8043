package io.rsyncbackup.access;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many refused attempts are written in a minute: strangers must not fill the disk, nor hide behind each other. */
final class RefusalBudget {
    static final int OF_ONE_ADDRESS = 20;
    static final int OF_ALL = 200;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalBudget.class);
    private static final long MINUTE = 60_000_000_000L;

    private final LongSupplier nanos;
    private final Map<String, Integer> counts = new HashMap<>();
    private long since;
    private int all;
    private long left;

    RefusalBudget(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    synchronized boolean allows(String address) {
        long now = nanos.getAsLong();
        if (now - since >= MINUTE) {
            if (left > 0) {
                LOG.warn("{} more refused attempts were not written to the audit log", left);
            }
            counts.clear();
            since = now;
            all = 0;
            left = 0;
        }
        if (all >= OF_ALL || counts.getOrDefault(address, 0) >= OF_ONE_ADDRESS) {
            left++;
            return false;
        }
        counts.merge(address, 1, Integer::sum);
        all++;
        return true;
    }
}
