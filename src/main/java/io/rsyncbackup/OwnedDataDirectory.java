package io.rsyncbackup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the data directory and holds it, so that no second server works on the same data. */
final class OwnedDataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedDataDirectory.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    /** Closing any channel of a file drops the process's lock on it, so a directory held by this process is never opened again. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final DataDirectory directory;
    private final Path real;
    private final FileChannel channel;

    private OwnedDataDirectory(DataDirectory directory, Path real, FileChannel channel) {
        this.directory = directory;
        this.real = real;
        this.channel = channel;
    }

    /**
     * Creates the directory where it is missing and locks it.
     *
     * @throws DataDirectoryException when it cannot be used or another server holds it
     */
    static OwnedDataDirectory open(Path configured) {
        Path path = configured.toAbsolutePath().normalize();
        try {
            prepare(path);
            Path real = path.toRealPath();
            if (!HELD.add(real)) {
                throw inUse(path, String.valueOf(ProcessHandle.current().pid()));
            }
            FileChannel channel = null;
            try {
                channel = lock(path);
                LOG.info("data directory: {}", path);
                return new OwnedDataDirectory(new DataDirectory(path), real, channel);
            } finally {
                if (channel == null) {
                    HELD.remove(real);
                }
            }
        } catch (IOException e) {
            throw new DataDirectoryException(
                    "the data directory " + path + " cannot be used (" + e
                            + "); give the server a directory of its own with backup.data-directory",
                    e);
        }
    }

    DataDirectory directory() {
        return directory;
    }

    /** The identity of the server that lives here; made on first use. */
    UUID nodeId() {
        Path file = directory.path().resolve("node-id");
        try {
            if (Files.exists(file)) {
                String text = Files.readString(file, StandardCharsets.UTF_8).strip();
                return UUID.fromString(text);
            }
            UUID id = UUID.randomUUID();
            Path temporary = directory.path().resolve("node-id.new");
            try (FileChannel out = FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_FILE))) {
                out.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(temporary, file);
            return id;
        } catch (IllegalArgumentException e) {
            throw new DataDirectoryException(
                    file
                            + " does not hold a UUID; restore it from a backup, or remove it to give this server a new identity",
                    e);
        } catch (IOException e) {
            throw new DataDirectoryException(file + " cannot be read or written: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(real);
    }

    private static void prepare(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else if (!Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
            tighten(path);
        }
    }

    /** Only where nothing but this server can lie: taking the permissions of a foreign directory away would do harm. */
    private static void tighten(Path path) throws IOException {
        boolean ours = Files.exists(path.resolve("node-id"));
        if (!ours) {
            try (var entries = Files.list(path)) {
                ours = entries.findAny().isEmpty();
            }
        }
        if (ours) {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        } else {
            LOG.warn(
                    "data directory {} may be read by others and holds foreign files; better: chmod 700 {}",
                    path,
                    path);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve("node.lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_FILE));
        boolean locked = false;
        try {
            ByteBuffer holder = ByteBuffer.allocate(32);
            channel.read(holder, 0);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII).strip());
            }
            locked = true;
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static DataDirectoryException inUse(Path path, String process) {
        return new DataDirectoryException("another server (process " + (process.isEmpty() ? "unknown" : process)
                + ") works on the data directory " + path
                + "; stop it first, or give this one another directory with backup.data-directory");
    }
}
