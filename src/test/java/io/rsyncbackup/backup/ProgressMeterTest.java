package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.run.Progress;
import io.rsyncbackup.transfer.TransferProgress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ProgressMeter meter = new ProgressMeter(nanos::get);

    @Test
    void tellsRateAndTimeLeftFromWhatWasDone() {
        nanos.set(2_000_000_000L);

        assertThat(meter.read(new TransferProgress(500, 2000, 5, 20)))
                .isEqualTo(new Progress(25.0, 500, 5, 20L, 250.0, 6.0));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(meter.read(new TransferProgress(0, 0, 0, 0))).isEqualTo(new Progress(null, 0, 0, null, null, null));
    }

    @Test
    void countsFilesWhereNoBytesAreToBeCopied() {
        assertThat(meter.read(new TransferProgress(0, 0, 1, 4)).percent()).isEqualTo(25.0);
    }

    @Test
    void neverSaysMoreThanAHundredPercent() {
        nanos.set(1_000_000_000L);

        assertThat(meter.read(new TransferProgress(30, 20, 1, 1)).percent()).isEqualTo(100.0);
    }
}
