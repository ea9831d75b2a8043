package io.rsyncbackup.command;

import static io.rsyncbackup.command.Signals.Signal.KILL;
import static io.rsyncbackup.command.Signals.Signal.TERM;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends processes: TERM, then KILL, until none is left, also those that start meanwhile. */
final class Processes {
    private static final Logger log = LoggerFactory.getLogger(Processes.class);
    private static final long PAUSE_MILLIS = 20;
    private static final long PAUSE_AFTER_KILL_MILLIS = 200;
    private static final Duration PATIENCE_AFTER_KILL = Duration.ofSeconds(20);

    private Processes() {}

    /**
     * Returns when the supplier answers none. A process in uninterruptible sleep (a disk that does not answer) cannot be
     * ended by anyone: it is waited for, since it may still write.
     *
     * @return all that were asked to end
     */
    static Set<ProcessEntry> end(Supplier<List<ProcessEntry>> alive, Duration grace, Signals signals) {
        Set<ProcessEntry> ended = new HashSet<>();
        Set<Long> asked = new HashSet<>();
        long start = System.nanoTime();
        boolean warned = false;
        boolean interrupted = false;
        for (List<ProcessEntry> left = alive.get(); !left.isEmpty(); left = alive.get()) {
            ended.addAll(left);
            long elapsed = System.nanoTime() - start;
            boolean force = elapsed >= grace.toNanos();
            List<Long> targets = left.stream()
                    .map(ProcessEntry::pid)
                    .filter(pid -> asked.add(pid) || force)
                    .toList();
            // an interrupt must not keep a signal from being sent, nor a process alive
            interrupted |= Thread.interrupted();
            if (!targets.isEmpty()) {
                signals.send(force ? KILL : TERM, targets);
            }
            if (!warned && elapsed > grace.plus(PATIENCE_AFTER_KILL).toNanos()) {
                warned = true;
                log.warn("waiting for {}, which do not end even by KILL: does their disk still answer?", targets);
            }
            interrupted |= pause(force ? PAUSE_AFTER_KILL_MILLIS : PAUSE_MILLIS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    /** True when it was interrupted meanwhile; it lasts as long all the same. */
    private static boolean pause(long millis) {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
