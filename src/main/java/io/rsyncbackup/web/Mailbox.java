package io.rsyncbackup.web;

import io.rsyncbackup.run.RunEvent;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has yet to tell. Never more than one of each kind: persisted events are read from the database, and of progress
 * and log only the newest counts; so a slow reader costs no memory.
 */
final class Mailbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private boolean persisted;
    private boolean closed;
    private @Nullable RunEvent progress;
    private @Nullable RunEvent log;

    /** What was taken out at once. */
    record Letters(
            boolean persisted,
            @Nullable RunEvent progress,
            @Nullable RunEvent log,
            boolean closed) {
        boolean none() {
            return !persisted && progress == null && log == null && !closed;
        }
    }

    /** Never blocks. */
    void put(RunEvent event) {
        lock.lock();
        try {
            switch (event.type()) {
                case STATE, STEP, ENDED -> persisted = true;
                case PROGRESS -> progress = event;
                case LOG -> log = event;
            }
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something, or the time is over. */
    Letters take(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && !persisted && !closed && progress == null && log == null) {
                left = something.awaitNanos(left);
            }
            Letters letters = new Letters(persisted, progress, log, closed);
            persisted = false;
            progress = null;
            log = null;
            return letters;
        } finally {
            lock.unlock();
        }
    }
}
