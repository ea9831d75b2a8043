package io.rsyncbackup.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tells how a run goes on, a few times a second however often it happens. */
final class RunPulse {
    /** How often it should be asked to {@link #beat}. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    private static final long PROGRESS_NANOS = Duration.ofMillis(500).toNanos();

    private final String run;
    private final RunLog log;
    private final LiveEvents live;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Progress progress;
    private @Nullable Progress told;
    private @Nullable Progress flushed;
    private long toldAt = System.nanoTime() - PROGRESS_NANOS;
    private long logSize;
    private volatile long sign = System.nanoTime();

    RunPulse(String run, RunLog log, LiveEvents live) {
        this.run = run;
        this.log = log;
        this.live = live;
    }

    void progress(Progress now) {
        if (!now.equals(progress)) {
            sign();
        }
        progress = now;
    }

    /** Something of the run was seen. */
    void sign() {
        sign = System.nanoTime();
    }

    /** For how long nothing of the run was seen. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - sign);
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    void beat() {
        lock.lock();
        try {
            if (tellLog()) {
                sign();
            }
            Progress now = progress;
            if (now != null && !now.equals(told) && System.nanoTime() - toldAt >= PROGRESS_NANOS) {
                told = now;
                toldAt = System.nanoTime();
                live.publish(new RunEvent(null, run, RunEvent.Type.PROGRESS, Documents.write(now)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells what of the log was not told yet. No sign of the run: what this server itself says of it is in there too. */
    void tell() {
        lock.lock();
        try {
            tellLog();
        } finally {
            lock.unlock();
        }
    }

    /** The progress to write to the row, if it changed since this was asked before. */
    Optional<Progress> unflushed() {
        Progress now = progress;
        if (now == null || now.equals(flushed)) {
            return Optional.empty();
        }
        flushed = now;
        return Optional.of(now);
    }

    /** Whether there was something to tell. */
    private boolean tellLog() {
        long size = log.flush();
        if (size <= logSize) {
            return false;
        }
        live.publish(new RunEvent(null, run, RunEvent.Type.LOG, Documents.logGrew(logSize, size - logSize)));
        logSize = size;
        return true;
    }
}
