package io.rsyncbackup.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverdueTest {
    private static final Instant SINCE = Instant.parse("2026-11-22T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"PT1M,PT5M", "PT50M,PT5M", "PT1H,PT6M", "PT24H,PT144M"})
    void theGraceIsATenthAndFiveMinutesAtLeast(Duration interval, Duration grace) {
        assertThat(Overdue.grace(interval)).isEqualTo(grace);
        Instant limit = SINCE.plus(interval).plus(grace);
        assertThat(Overdue.at(limit, SINCE, interval)).isFalse();
        assertThat(Overdue.at(limit.plusMillis(1), SINCE, interval)).isTrue();
    }

    @Test
    void aPlanOfWhichNothingIsExpectedIsNeverOverdue() {
        assertThat(Overdue.at(Instant.MAX, SINCE, null)).isFalse();
    }

    @Test
    void aPlanThatNobodySawIsNotOverdue() {
        assertThat(Overdue.at(Instant.MAX, null, Duration.ofHours(1))).isFalse();
    }
}
