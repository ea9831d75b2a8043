package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimestampsTest {
    private static final long SECOND = 1_795_435_775_000_000_000L;

    @Test
    void seesNanosecondsEvenWhenTheClockTicksInRoundNumbers() {
        assertThat(Timestamps.nanoseconds("ext4", SECOND, SECOND + 808_829_700)).isTrue();
        assertThat(Timestamps.nanoseconds("xfs", SECOND + 1)).isTrue();
    }

    @Test
    void seesThatOldFileSystemsKeepSeconds() {
        assertThat(Timestamps.nanoseconds("ext3", SECOND, SECOND + 1_000_000_000))
                .isFalse();
        assertThat(Timestamps.nanoseconds("ext4", SECOND)).isFalse();
    }

    @Test
    void trustsNoFileSystemThatMayKeepCoarseSteps() {
        assertThat(Timestamps.nanoseconds("fuseblk", SECOND + 808_829_700)).isFalse();
        assertThat(Timestamps.nanoseconds("nfs4", SECOND + 808_829_700)).isFalse();
        assertThat(Timestamps.nanoseconds("nfs4", SECOND + 808_829_701)).isTrue();
    }
}
