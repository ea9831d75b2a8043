package io.rsyncbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTest {
    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void goesOnAfterARoundThatFailed() {
        Periodic failing = new Periodic("failing", Duration.ZERO, Duration.ofMillis(1)) {
            @Override
            protected void round() {
                rounds.incrementAndGet();
                throw new IllegalStateException("this round is lost");
            }
        };

        failing.start();
        try {
            await().until(() -> rounds.get() > 2);
            assertThat(failing.isRunning()).isTrue();
        } finally {
            failing.stop();
        }
        assertThat(failing.isRunning()).isFalse();
    }
}
