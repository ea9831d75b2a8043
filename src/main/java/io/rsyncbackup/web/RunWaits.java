package io.rsyncbackup.web;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.Runs;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Waits for runs to end, but not beyond the server's own end. */
@Component
class RunWaits {
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final Runs runs;
    private final OpenStreams streams;

    RunWaits(Runs runs, OpenStreams streams) {
        this.runs = runs;
        this.streams = streams;
    }

    Run until(Run run, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Run now = run;
        try {
            while (!now.state().ended() && !streams.closing()) {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (!left.isPositive()) {
                    break;
                }
                now = runs.await(now.id(), left.compareTo(SLICE) < 0 ? left : SLICE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return now;
    }
}
