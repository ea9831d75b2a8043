package io.rsyncbackup.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * Counts failed logins and nothing else, per address and name of the person. An address of IPv6 counts with its
 * neighbours of one network (/64), which one attacker has all.
 */
@Service
public class LoginAttempts {
    /** A minute; so long a name stays closed, and so often a person may mistype in it. */
    static final long WINDOW_NANOS = 60_000_000_000L;

    static final int OF_ONE_PERSON = 10;
    static final int OF_ONE_ADDRESS = 60;

    private static final int REMEMBERED = 10_000;
    private static final String ANYBODY = "\0";

    private final LongSupplier nanos;
    private final LinkedHashMap<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    @Autowired
    LoginAttempts() {
        this(System::nanoTime);
    }

    LoginAttempts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long passwords of this name are not even looked at from this address; empty: they are. */
    public synchronized Optional<Duration> closed(String address, String user) {
        return left(new Key(network(address), user), OF_ONE_PERSON)
                .or(() -> left(new Key(network(address), ANYBODY), OF_ONE_ADDRESS));
    }

    /**
     * A login failed.
     *
     * @param user absent for a token, which names nobody
     * @return how long to wait, when there were too many
     */
    public synchronized Optional<Duration> failed(String address, @Nullable String user) {
        Key all = new Key(network(address), ANYBODY);
        count(all);
        if (user != null) {
            Key person = new Key(network(address), user);
            count(person);
            Optional<Duration> wait = left(person, OF_ONE_PERSON + 1);
            if (wait.isPresent()) {
                return wait;
            }
        }
        return left(all, OF_ONE_ADDRESS + 1);
    }

    private void count(Key key) {
        long now = nanos.getAsLong();
        Count before = counts.get(key);
        counts.put(
                key,
                before == null || now - before.since >= WINDOW_NANOS
                        ? new Count(now, 1)
                        : new Count(before.since, before.failures + 1));
        if (counts.size() > REMEMBERED) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    private Optional<Duration> left(Key key, int limit) {
        Count count = counts.get(key);
        if (count == null || count.failures < limit) {
            return Optional.empty();
        }
        long left = WINDOW_NANOS - (nanos.getAsLong() - count.since);
        return left <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left));
    }

    /** The network of an IPv6 address, written in full by Java: its first four groups. */
    static String network(String address) {
        int groups = 0;
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) == ':' && ++groups == 4) {
                return address.contains("::") ? address : address.substring(0, i);
            }
        }
        return address;
    }

    private record Key(String address, String user) {}

    private record Count(long since, int failures) {}
}
