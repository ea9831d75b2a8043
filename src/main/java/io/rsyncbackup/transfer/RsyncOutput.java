package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandOutput;
import org.jspecify.annotations.Nullable;

/** Sorts what an rsync that writes prints: progress, statistics, complaints; all but the progress reach the log. */
final class RsyncOutput implements CommandOutput {
    private final TransferListener listener;
    private final ProgressMeter meter;
    private final RsyncErrors errors;
    private final StatisticsParser statistics = new StatisticsParser();

    RsyncOutput(TransferListener listener, ProgressMeter meter, RsyncErrors errors) {
        this.listener = listener;
        this.meter = meter;
        this.errors = errors;
    }

    @Override
    public void out(byte[] line) {
        if (ProgressLine.looksLikeOne(line)) {
            meter.progressLine(line);
            return;
        }
        if (!statistics.accept(line)) {
            meter.item();
        }
        listener.log(line);
    }

    @Override
    public void err(byte[] line) {
        errors.accept(line);
        listener.log(line);
    }

    @Nullable
    Statistics statistics() {
        return statistics.statistics();
    }
}
