package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TrashWorkTest {
    @Test
    void nobodyWaitsForEverForADiskThatHangs() {
        TrashWork work = new TrashWork();
        assertThat(work.finish(Duration.ZERO, Duration.ofMillis(50))).isFalse();
        assertThat(work.stop().requested()).isTrue();
    }

    @Test
    void whatEndsInTimeIsNotStopped() {
        TrashWork work = new TrashWork();
        work.ended();
        assertThat(work.finish(Duration.ofSeconds(5), Duration.ZERO)).isTrue();
        assertThat(work.stop().requested()).isFalse();
    }
}
