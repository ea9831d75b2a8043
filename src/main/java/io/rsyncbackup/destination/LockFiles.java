package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive locks on files, by process. The system drops a process's lock as soon as it closes any descriptor of the
 * file, so within this process the table here is asked first, and files are opened and closed in this class alone.
 */
final class LockFiles {
    private static final Map<Object, Held> HELD = new HashMap<>();
    private static final int LONGEST_HOLDER = 1_000;

    private LockFiles() {}

    /** A lock that this process holds. */
    static final class Held implements Storage.Lock {
        private final Object key;
        private final FileChannel channel;
        private final String holder;

        private Held(Object key, FileChannel channel, String holder) {
            this.key = key;
            this.channel = channel;
            this.holder = holder;
        }

        /** Writes the name into the file, for other processes; until then they read the one before. */
        @Override
        public void announce() throws IOException {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        }

        @Override
        public void release() {
            synchronized (HELD) {
                if (HELD.remove(key, this)) {
                    closeQuietly(channel);
                }
            }
        }
    }

    /** Empty when someone holds it. Creates the file. */
    static Optional<Held> tryLock(Path file, String holder) throws IOException {
        synchronized (HELD) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && HELD.containsKey(key(file))) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            boolean locked = false;
            try {
                @Nullable FileLock lock = tryLock(channel, false);
                if (lock == null) {
                    return Optional.empty();
                }
                Held held = new Held(key(file), channel, holder);
                HELD.put(held.key, held);
                locked = true;
                return Optional.of(held);
            } finally {
                if (!locked) {
                    closeQuietly(channel);
                }
            }
        }
    }

    /** Is it locked, by this process or another? Changes nothing. */
    static boolean isLocked(Path file) throws IOException {
        synchronized (HELD) {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            if (HELD.containsKey(key(file))) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return tryLock(channel, true) == null;
            }
        }
    }

    /** Who holds it, or held it last, in its own words. */
    static String holder(Path file) {
        synchronized (HELD) {
            try {
                Held held = HELD.get(key(file));
                if (held != null) {
                    return held.holder;
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                    ByteBuffer content = ByteBuffer.allocate(LONGEST_HOLDER);
                    channel.read(content);
                    String text = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).strip();
                    return text.isEmpty() ? "someone who left no name" : text;
                }
            } catch (IOException e) {
                return "someone whose name cannot be read";
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Object key(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey());
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the system has dropped the lock all the same
        }
    }
}
