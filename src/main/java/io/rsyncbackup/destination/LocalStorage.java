package io.rsyncbackup.destination;

import io.rsyncbackup.command.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The files of this host. */
final class LocalStorage implements Storage {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int TYPE = 0170000;

    private final CommandRunner runner;

    LocalStorage(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public CommandRunner runner() {
        return runner;
    }

    @Override
    public boolean local() {
        return true;
    }

    @Override
    public Optional<Entry> look(Path path) throws IOException {
        return entry(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Optional<Entry> follow(Path path) throws IOException {
        return entry(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        return path.toRealPath();
    }

    @Override
    public Path linkTarget(Path link) throws IOException {
        return Files.readSymbolicLink(link);
    }

    @Override
    public String fileSystemType(Path path) throws IOException {
        return Files.getFileStore(path).type();
    }

    @Override
    public List<Entry> read(Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                look(child).ifPresent(entries::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Override
    public Optional<byte[]> content(Path file, long most) throws IOException {
        Optional<Entry> found = look(file).filter(entry -> entry.kind() == Entry.Kind.FILE && entry.size() <= most);
        try {
            return found.isPresent() ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, byte[]> contents(Path directory, String suffix, long most) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (Entry entry : entries(directory)) {
            if (entry.name().endsWith(suffix)) {
                Optional<byte[]> content = content(entry.path(), most);
                if (content.isPresent() || exists(entry.path())) {
                    contents.put(entry.name(), content.orElse(new byte[0]));
                }
            }
        }
        return contents;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        DurableFiles.write(file, content);
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        DurableFiles.create(file, content);
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void sync(Path directory) throws IOException {
        DurableFiles.syncDirectory(directory);
    }

    @Override
    public String mountTable() throws IOException {
        return Files.readString(MOUNTS, StandardCharsets.ISO_8859_1);
    }

    @Override
    public Optional<Lock> tryLock(Path file, String holder) throws IOException {
        Optional<LockFiles.Held> held = LockFiles.tryLock(file, holder);
        if (held.isPresent() && KernelLocks.flocked(file)) {
            held.get().release();
            return Optional.empty();
        }
        return held.map(lock -> lock);
    }

    @Override
    public boolean isLocked(Path file) throws IOException {
        return LockFiles.isLocked(file) || (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && KernelLocks.flocked(file));
    }

    @Override
    public String holder(Path file) {
        return LockFiles.holder(file);
    }

    private static Optional<Entry> entry(Path path, LinkOption... options) throws IOException {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:mode,dev,ino,size", options);
            return Optional.of(new Entry(
                    path,
                    kind(number(found, "mode")),
                    number(found, "dev"),
                    number(found, "ino"),
                    number(found, "size")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if ("Not a directory".equals(e.getReason())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static long number(Map<String, Object> found, String name) {
        return ((Number) Objects.requireNonNull(found.get(name))).longValue();
    }

    static Entry.Kind kind(long mode) {
        return switch ((int) mode & TYPE) {
            case 0040000 -> Entry.Kind.DIRECTORY;
            case 0100000 -> Entry.Kind.FILE;
            case 0120000 -> Entry.Kind.SYMBOLIC_LINK;
            default -> Entry.Kind.OTHER;
        };
    }
}
