package io.rsyncbackup.transfer;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns rsync's output into progress, a few times a second. */
final class ProgressMeter {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private final TransferListener listener;
    private final boolean known;
    private final long knownBytes;
    private final long knownFiles;
    private long items;
    private long bytes;
    private long files;
    private long filesTotal;
    private long fewestBytes;
    private long mostBytes = Long.MAX_VALUE;
    private long last = System.nanoTime() - PAUSE;
    private byte @Nullable [] unread;

    private ProgressMeter(TransferListener listener, boolean known, long bytesTotal, long filesTotal) {
        this.listener = listener;
        this.known = known;
        this.knownBytes = bytesTotal;
        this.knownFiles = filesTotal;
    }

    /** For a pass whose totals were decided before. */
    static ProgressMeter of(TransferListener listener, long bytesTotal, long filesTotal) {
        return new ProgressMeter(listener, true, bytesTotal, filesTotal);
    }

    /** For a pass that tells its totals by itself. */
    static ProgressMeter unknown(TransferListener listener) {
        return new ProgressMeter(listener, false, 0, 0);
    }

    void item() {
        items++;
        reportSometimes();
    }

    void progressLine(byte[] line) {
        unread = line;
        reportSometimes();
    }

    /** Reports how it stands at the end. */
    void end() {
        report();
    }

    private void reportSometimes() {
        if (System.nanoTime() - last >= PAUSE) {
            report();
        }
    }

    private void report() {
        last = System.nanoTime();
        ProgressLine line = unread == null ? null : ProgressLine.parse(unread);
        unread = null;
        if (line != null) {
            take(line);
        }
        if (known) {
            listener.progress(
                    new TransferProgress(bytes, Math.max(bytes, knownBytes), Math.min(items, knownFiles), knownFiles));
        } else {
            listener.progress(new TransferProgress(bytes, bytesTotal(), files, filesTotal));
        }
    }

    private void take(ProgressLine line) {
        bytes = Math.max(bytes, line.bytes());
        if (line.total() >= 0) {
            files = line.total() - line.remaining();
            filesTotal = line.total();
        }
        if (line.percent() > 0 && line.percent() <= 100) {
            // the percentage is rounded down: each line narrows what the total can be
            fewestBytes = Math.max(fewestBytes, (long) (line.bytes() * 100.0 / (line.percent() + 1)));
            mostBytes = Math.min(mostBytes, (long) (line.bytes() * 100.0 / line.percent()));
        }
    }

    private long bytesTotal() {
        return mostBytes == Long.MAX_VALUE ? 0 : Math.max(bytes, fewestBytes / 2 + mostBytes / 2);
    }
}
