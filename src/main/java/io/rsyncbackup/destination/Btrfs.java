package io.rsyncbackup.destination;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Subvolumes. */
public final class Btrfs {
    private static final long SUBVOLUME_INODE = 256;

    private final Storage storage;

    public Btrfs(Storage storage) {
        this.storage = storage;
    }

    /** Lies the existing path on btrfs? */
    public boolean holds(Path path) throws IOException {
        return storage.fileSystemType(path).equals("btrfs");
    }

    public boolean isSubvolume(Path path) throws IOException {
        return storage.look(path)
                        .filter(entry -> entry.directory() && entry.inode() == SUBVOLUME_INODE)
                        .isPresent()
                && holds(path);
    }

    public void create(Path subvolume) throws IOException {
        CommandResult result = storage.run("btrfs", "subvolume", "create", subvolume.toString());
        if (!result.succeeded()) {
            throw new IOException("btrfs subvolume create " + subvolume + ": "
                    + result.errorTail().strip());
        }
    }

    /** A read-only subvolume can be neither changed nor renamed into another directory. */
    public void setReadOnly(List<String> prefix, Path subvolume, boolean readOnly) throws IOException {
        run(prefix, "property", "set", "-ts", subvolume.toString(), "ro", Boolean.toString(readOnly));
    }

    /** The space is freed in the background. */
    public void delete(List<String> prefix, Path subvolume) throws IOException {
        run(prefix, "subvolume", "delete", subvolume.toString());
    }

    /** A writable copy. */
    public void snapshot(List<String> prefix, Path from, Path to) throws IOException {
        run(prefix, "subvolume", "snapshot", from.toString(), to.toString());
    }

    /** Subvolumes directly inside one, as btrfs names them; a snapshot would show them empty. */
    public List<String> inside(List<String> prefix, Path subvolume) throws IOException {
        return run(prefix, "subvolume", "list", "-o", subvolume.toString())
                .outputTail()
                .lines()
                .map(line -> line.replaceFirst("^.* path ", ""))
                .toList();
    }

    private CommandResult run(List<String> prefix, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(prefix);
        argv.add("btrfs");
        argv.addAll(List.of(arguments));
        CommandResult result = storage.runner().run(Command.of(argv));
        if (!result.succeeded()) {
            throw new IOException(
                    String.join(" ", argv) + ": " + result.errorTail().strip());
        }
        return result;
    }
}
