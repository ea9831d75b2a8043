package io.rsyncbackup.destination;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files of a destination on the host where they lie. Paths are absolute there and never touched by this process
 * itself. Whatever goes wrong is an {@link IOException} that says what; a connection that broke is one too.
 */
public interface Storage {
    /** Of the host that this server runs on. */
    static Storage here(CommandRunner runner) {
        return new LocalStorage(runner);
    }

    /**
     * Of another host.
     *
     * @param runner runs programs there
     * @param shortCommands the same for those that take no time
     * @param prefix {@code sudo -n} where the account there is not root; asked for when it is needed
     */
    static Storage there(CommandRunner runner, CommandRunner shortCommands, Supplier<List<String>> prefix) {
        return new RemoteStorage(runner, shortCommands, prefix);
    }

    /** Runs programs where the files are. */
    CommandRunner runner();

    /** Whether that is this host. */
    default boolean local() {
        return false;
    }

    /** The same for a small one that works on the storage's own files: as root where those are root's. */
    default CommandResult run(String... argv) throws IOException {
        return runner().run(Command.of(argv));
    }

    /** The name itself, be it a link or not; empty when there is none. */
    Optional<Entry> look(Path path) throws IOException;

    /** What the name leads to; empty when there is nothing. */
    Optional<Entry> follow(Path path) throws IOException;

    /** Without any symbolic link in it. */
    Path real(Path path) throws IOException;

    Path linkTarget(Path link) throws IOException;

    /** The type of its file system, as {@code ext4}. */
    String fileSystemType(Path path) throws IOException;

    /** What lies in a directory, in no order. */
    List<Entry> read(Path directory) throws IOException;

    /** The same; nothing where it is not a real directory. */
    default List<Entry> entries(Path directory) throws IOException {
        return isDirectory(directory) ? read(directory) : List.of();
    }

    /** Of a regular file of at most that many bytes; empty where it is missing, larger or something else. */
    Optional<byte[]> content(Path file, long most) throws IOException;

    /** What lies in a directory and has a name that ends so, by name; one that is larger or no file has no content. */
    Map<String, byte[]> contents(Path directory, String suffix, long most) throws IOException;

    /** Replaces the file; there whole or not at all, after a power cut too. */
    void write(Path file, byte[] content) throws IOException;

    /**
     * The same for a file that must not be there yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException when someone else was faster
     */
    void create(Path file, byte[] content) throws IOException;

    /** With all that are missing above it. */
    void makeDirectories(Path directory) throws IOException;

    /** A file or an empty directory; false when there was none. */
    boolean delete(Path path) throws IOException;

    /** Atomically, within one file system. What is there already: a file is replaced, anything else is refused. */
    void rename(Path from, Path to) throws IOException;

    /** Makes the names in a directory durable. */
    void sync(Path directory) throws IOException;

    /** Where something is mounted there, read as Latin-1 so that no byte is lost. */
    String mountTable() throws IOException;

    /** Takes the exclusive lock on a file, which is created; empty when someone holds it. */
    Optional<Lock> tryLock(Path file, String holder) throws IOException;

    /** Changes nothing. */
    boolean isLocked(Path file) throws IOException;

    /** Who holds a lock, or held it last, in its own words. */
    String holder(Path file);

    default boolean exists(Path path) throws IOException {
        return look(path).isPresent();
    }

    /** A real one, not a link to one. */
    default boolean isDirectory(Path path) throws IOException {
        return look(path).filter(Entry::directory).isPresent();
    }

    /** A lock that is held; falls when released and with this process. */
    interface Lock {
        /** Writes the holder's name into the file, for others; until then they read the one before. */
        void announce() throws IOException;

        /** True when it fell by itself, since its holder on another host is gone. */
        default boolean lost() {
            return false;
        }

        void release();
    }
}
