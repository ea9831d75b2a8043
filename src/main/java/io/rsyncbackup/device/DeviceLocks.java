package io.rsyncbackup.device;

import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who uses a device, over all runs of all servers of this host that share a lock directory: one file for each device.
 *
 * <p>Its first byte is the guard, held exclusively across every look and the action that follows from it. Its second byte
 * is locked, shared, by every process that uses the device, so that in the guard an exclusive lock on it says that nobody
 * does. The system drops the locks of a process that dies, and they never pass to its children.
 *
 * <p>Locks of files belong to a process, and it loses all it has on a file as soon as it closes any descriptor of it:
 * within this process uses are counted here, on the only descriptor, and guards are a semaphore first.
 */
final class DeviceLocks {
    private static final Map<Path, Open> OPEN = new HashMap<>();
    private static final long GUARD = 0;
    private static final long USERS = 1;
    private static final long PAUSE_MILLIS = 50;

    private final Path directory;
    private final String mountNamespace;

    DeviceLocks(Path directory, String mountNamespace) {
        this.directory = directory;
        this.mountNamespace = mountNamespace;
    }

    private static final class Open {
        final Path file;
        final FileChannel channel;
        final Semaphore guard = new Semaphore(1, true);
        int references;
        int users;

        @Nullable
        FileLock usersLock;

        Open(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }
    }

    /** What a thread may do with the device until it leaves. */
    static final class Guard implements AutoCloseable {
        private final Open open;
        private final FileLock lock;

        private Guard(Open open, FileLock lock) {
            this.open = open;
            this.lock = lock;
        }

        /** One more use by this process. */
        void use() {
            synchronized (OPEN) {
                if (open.users == 0) {
                    open.usersLock = Objects.requireNonNull(
                            attempt(open.channel, USERS, true), "nobody else may lock this outside of the guard");
                }
                open.users++;
                open.references++;
            }
        }

        /** One use less. */
        void unuse() {
            synchronized (OPEN) {
                open.users--;
                open.references--;
                if (open.users == 0) {
                    release(open.usersLock);
                    open.usersLock = null;
                }
            }
        }

        /** Whether any run of any server uses the device; it stays so until the guard is left. */
        boolean used() {
            synchronized (OPEN) {
                if (open.users > 0) {
                    return true;
                }
                FileLock all = attempt(open.channel, USERS, false);
                release(all);
                return all == null;
            }
        }

        @Override
        public void close() {
            release(lock);
            open.guard.release();
            dereference(open);
        }
    }

    /** Waits for the guard of the device; empty when the stop was requested first. */
    Optional<Guard> enter(Device device, StopSignal stop) {
        Open open = reference(device);
        boolean entered = false;
        try {
            while (!stop.requested()) {
                if (open.guard.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    FileLock lock = waitForOthers(open, stop);
                    if (lock != null) {
                        entered = true;
                        return Optional.of(new Guard(open, lock));
                    }
                }
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (!entered) {
                dereference(open);
            }
        }
    }

    private static @Nullable FileLock waitForOthers(Open open, StopSignal stop) throws InterruptedException {
        boolean locked = false;
        try {
            while (!stop.requested()) {
                FileLock lock = attempt(open.channel, GUARD, false);
                if (lock != null) {
                    locked = true;
                    return lock;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return null;
        } finally {
            if (!locked) {
                open.guard.release();
            }
        }
    }

    private Open reference(Device device) {
        synchronized (OPEN) {
            try {
                Path file = directory().resolve(device.fileName(mountNamespace) + ".lock");
                Open open = OPEN.get(file);
                if (open == null) {
                    open = new Open(
                            file,
                            FileChannel.open(
                                    file,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.READ,
                                    StandardOpenOption.WRITE,
                                    LinkOption.NOFOLLOW_LINKS));
                    OPEN.put(file, open);
                }
                open.references++;
                return open;
            } catch (IOException e) {
                throw DeviceException.refused(
                        "the lock of " + device.text() + " cannot be made in " + directory + ": " + e.getMessage());
            }
        }
    }

    private Path directory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return directory.toRealPath();
    }

    private static void dereference(Open open) {
        synchronized (OPEN) {
            open.references--;
            if (open.references == 0) {
                OPEN.remove(open.file);
                try {
                    open.channel.close();
                } catch (IOException e) {
                    // the system has dropped the locks all the same
                }
            }
        }
    }

    private static @Nullable FileLock attempt(FileChannel channel, long region, boolean shared) {
        try {
            return channel.tryLock(region, 1, shared);
        } catch (IOException e) {
            throw new UncheckedIOException("a device cannot be locked", e);
        }
    }

    private static void release(@Nullable FileLock lock) {
        if (lock == null) {
            return;
        }
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException("a device cannot be unlocked", e);
        }
    }
}
