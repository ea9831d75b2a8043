package io.rsyncbackup.backup;

import io.rsyncbackup.run.Progress;
import io.rsyncbackup.transfer.TransferProgress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns counts of bytes and files into rate and time left. Not for use by several threads. */
final class ProgressMeter {
    private static final double NANOS = 1_000_000_000.0;

    private final LongSupplier nanoTime;
    private final long startedAt;

    ProgressMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    Progress read(TransferProgress now) {
        double elapsed = (nanoTime.getAsLong() - startedAt) / NANOS;
        Double rate = elapsed > 0 && now.bytes() > 0 ? round(now.bytes() / elapsed) : null;
        Double percent = percent(now);
        Double secondsLeft = rate != null && rate > 0 && now.bytesTotal() > 0
                ? round(Math.max(0, now.bytesTotal() - now.bytes()) / rate)
                : null;
        Long filesTotal = now.filesTotal() > 0 ? now.filesTotal() : null;
        return new Progress(percent, now.bytes(), now.files(), filesTotal, rate, secondsLeft);
    }

    private static @Nullable Double percent(TransferProgress now) {
        if (now.bytesTotal() > 0) {
            return round(Math.min(100.0, 100.0 * now.bytes() / now.bytesTotal()));
        }
        if (now.filesTotal() > 0) {
            return round(Math.min(100.0, 100.0 * now.files() / now.filesTotal()));
        }
        return null;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
