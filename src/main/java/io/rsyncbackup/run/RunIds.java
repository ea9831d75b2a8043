package io.rsyncbackup.run;

import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes ids that sort by time: 48 bits of milliseconds and 80 random ones in Crockford's base 32 (ULID). */
final class RunIds {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern ID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
    private static final int HALF = 40;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private long lastTime = -1;
    private long high;
    private long low;

    RunIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Greater than every id that this object made in the same millisecond. */
    String next() {
        lock.lock();
        try {
            long time = clock.millis();
            if (time == lastTime) {
                low = (low + 1) & mask();
                high = low == 0 ? (high + 1) & mask() : high;
            } else {
                lastTime = time;
                // one bit left free, so that counting up within a millisecond does not wrap
                high = random.nextLong() & (mask() >>> 1);
                low = random.nextLong() & mask();
            }
            return digits(time, 10) + digits(high, 8) + digits(low, 8);
        } finally {
            lock.unlock();
        }
    }

    private static long mask() {
        return (1L << HALF) - 1;
    }

    private static String digits(long value, int length) {
        char[] text = new char[length];
        long rest = value;
        for (int i = length - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        return new String(text);
    }
}
