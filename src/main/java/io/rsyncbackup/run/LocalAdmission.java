package io.rsyncbackup.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks at the disk each time it is asked, so that it goes on by itself when there is room again. */
@Component
class LocalAdmission implements Admission {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAdmission.class);
    private static final double MEGABYTE = 1_000_000;

    private final AdmissionSettings settings;
    private final RunningRuns running;
    private final Clock clock;

    /** Held while a run begins, so that who drains waits for it and then sees it run. */
    private final ReentrantLock beginning = new ReentrantLock();

    private volatile @Nullable Drain drain;
    private boolean full;

    LocalAdmission(AdmissionSettings settings, RunningRuns running, Clock clock) {
        this.settings = settings;
        this.running = running;
        this.clock = clock;
    }

    @Override
    public Drain drain(String by) {
        beginning.lock();
        try {
            Drain before = drain;
            if (before != null) {
                return before;
            }
            Drain begun = new Drain(clock.instant(), by);
            drain = begun;
            LOG.info("draining, asked for by {}: no run begins here, {} go on", by, running());
            return begun;
        } finally {
            beginning.unlock();
        }
    }

    /** Whether the run began. None does that was looked at before somebody drained, or before the server was told to stop. */
    boolean begin(BooleanSupplier claim) {
        beginning.lock();
        try {
            return drain == null && !running.stopping() && claim.getAsBoolean();
        } finally {
            beginning.unlock();
        }
    }

    @Override
    public void resume() {
        beginning.lock();
        try {
            if (drain != null) {
                drain = null;
                LOG.info("no longer draining: runs begin again");
                running.wake();
            }
        } finally {
            beginning.unlock();
        }
    }

    @Override
    public Optional<Drain> drained() {
        return Optional.ofNullable(drain);
    }

    @Override
    public int running() {
        return running.all().size();
    }

    @Override
    public long stalled() {
        return running.all().stream().filter(RunExecution::stalled).count();
    }

    @Override
    public List<Closure> closures() {
        List<Closure> found = new ArrayList<>();
        drained().ifPresent(begun -> found.add(draining(begun)));
        if (settings.minFreeBytes() > 0) {
            long free = freeBytes();
            if (free < settings.minFreeBytes()) {
                found.add(full(free));
            }
        }
        return found;
    }

    @Override
    public long freeBytes() {
        try {
            return Files.getFileStore(settings.dataDirectory()).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the file system of " + settings.dataDirectory() + " does not say how full it is", e);
        }
    }

    /** Whether a queued run may begin here. Asked again and again; says in the log when the disk fills up and when it has room. */
    boolean open() {
        List<Closure> found = closures();
        Optional<Closure> disk = found.stream()
                .filter(closure -> closure.reason() == Closure.Reason.DATA_DISK_FULL)
                .findFirst();
        if (disk.isPresent() != full) {
            full = disk.isPresent();
            disk.ifPresentOrElse(
                    closure -> LOG.warn("{}", closure.detail()),
                    () -> LOG.info("the data directory has room again: runs begin"));
        }
        return found.isEmpty();
    }

    private static Closure draining(Drain begun) {
        return new Closure(
                Closure.Reason.DRAINING,
                "this server is drained since " + begun.since() + ", as " + begun.by()
                        + " asked: it begins no new runs. DELETE /api/v1/drain ends that, and so does a restart");
    }

    private Closure full(long free) {
        return new Closure(
                Closure.Reason.DATA_DISK_FULL,
                "the file system of the data directory " + settings.dataDirectory() + " has " + megabytes(free)
                        + " left, less than the " + megabytes(settings.minFreeBytes())
                        + " of backup.min-free-space: no run begins here, since its log could not be written. Free some"
                        + " space there; then it goes on by itself");
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
    }
}
