package io.rsyncbackup.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.transfer.Transfer;
import io.rsyncbackup.transfer.TransferListener;
import io.rsyncbackup.transfer.TransferOutcome;
import io.rsyncbackup.transfer.TransferProgress;
import io.rsyncbackup.transfer.TransferRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits while an rsync daemon takes no more connections. A script that it runs after each transfer keeps a connection for
 * a moment, that of this server's last look too, so a module with one connection would refuse every transfer.
 */
final class ConnectionWait {
    private static final String REFUSED = "@ERROR: max connections ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MILLIS = 200;

    private ConnectionWait() {}

    /** Of a transfer that was refused so nothing was begun: the same is done again. */
    static TransferOutcome run(Transfer transfer, TransferRequest request, TransferListener listener, StopSignal stop) {
        long begun = System.nanoTime();
        for (long pause = FIRST_PAUSE_MILLIS; ; pause *= 2) {
            Ears ears = new Ears(listener);
            TransferOutcome outcome = transfer.run(request, ears, stop);
            boolean later = ears.refused && outcome.retryable() && !stop.requested();
            if (!later || System.nanoTime() - begun > PATIENCE.toNanos() || !slept(pause)) {
                return outcome;
            }
        }
    }

    private static boolean slept(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Ears implements TransferListener {
        private final TransferListener listener;
        private volatile boolean refused;

        Ears(TransferListener listener) {
            this.listener = listener;
        }

        @Override
        public void log(byte[] line) {
            refused |= new String(line, UTF_8).startsWith(REFUSED);
            listener.log(line);
        }

        @Override
        public void progress(TransferProgress progress) {
            listener.progress(progress);
        }

        @Override
        public void beforeFirstWrite() {
            listener.beforeFirstWrite();
        }
    }
}
