package io.rsyncbackup.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginAttemptsTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final LoginAttempts attempts = new LoginAttempts(now::get);

    private void fail(int times, String address, String user) {
        for (int i = 0; i < times; i++) {
            attempts.failed(address, user);
        }
    }

    @Test
    void aNameIsClosedForAMinuteAfterTenFailures() {
        fail(9, "192.0.2.1", "alice");
        assertThat(attempts.closed("192.0.2.1", "alice")).isEmpty();
        fail(1, "192.0.2.1", "alice");
        assertThat(attempts.closed("192.0.2.1", "alice")).contains(Duration.ofMinutes(1));
        assertThat(attempts.closed("192.0.2.2", "alice")).isEmpty();
        assertThat(attempts.closed("192.0.2.1", "bob")).isEmpty();
        now.addAndGet(LoginAttempts.WINDOW_NANOS - 1);
        assertThat(attempts.closed("192.0.2.1", "alice")).contains(Duration.ofNanos(1));
        now.incrementAndGet();
        assertThat(attempts.closed("192.0.2.1", "alice")).isEmpty();
    }

    @Test
    void anAddressThatTriesManyNamesIsClosedForAll() {
        for (int i = 0; i < LoginAttempts.OF_ONE_ADDRESS; i++) {
            fail(1, "192.0.2.1", "name" + i);
        }
        assertThat(attempts.closed("192.0.2.1", "alice")).isPresent();
        assertThat(attempts.closed("192.0.2.2", "alice")).isEmpty();
    }

    @Test
    void oneNetworkOfIPv6CountsAsOneAddress() {
        assertThat(LoginAttempts.network("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2");
        fail(10, "2001:db8:1:2:0:0:0:1", "alice");
        assertThat(attempts.closed("2001:db8:1:2:ffff:0:0:9", "alice")).isPresent();
        assertThat(attempts.closed("2001:db8:1:3:0:0:0:1", "alice")).isEmpty();
        assertThat(LoginAttempts.network("0:0:0:0:0:0:0:1")).isEqualTo("0:0:0:0");
        assertThat(LoginAttempts.network("192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void remembersABoundedNumberOfStrangers() {
        fail(10, "192.0.2.1", "alice");
        for (int i = 0; i < 20_000; i++) {
            attempts.failed("10.0." + i / 250 + "." + i % 250, null);
        }
        assertThat(attempts.closed("192.0.2.1", "alice")).isEmpty();
    }

    @Test
    void refusalsAreWrittenOnlySoOften() {
        RefusalBudget budget = new RefusalBudget(now::get);
        int written = 0;
        for (int i = 0; i < 100; i++) {
            written += budget.allows("192.0.2.1") ? 1 : 0;
        }
        assertThat(written).isEqualTo(RefusalBudget.OF_ONE_ADDRESS);
        assertThat(budget.allows("192.0.2.2")).isTrue();
        for (int i = 0; i < 1000; i++) {
            written += budget.allows("10.0.0." + i) ? 1 : 0;
        }
        assertThat(written).isEqualTo(RefusalBudget.OF_ALL - 1);
        now.addAndGet(LoginAttempts.WINDOW_NANOS);
        assertThat(budget.allows("192.0.2.1")).isTrue();
    }
}
