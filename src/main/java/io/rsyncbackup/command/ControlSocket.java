package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the processes of one connection meet: a path short enough for a socket, in a directory that only we can read. */
final class ControlSocket implements AutoCloseable {
    /** A socket's path has at most 107 bytes, and while ssh makes it, its name is 17 longer. */
    private static final int LONGEST_PATH = 107 - 17;

    private final Path path;
    private final @Nullable Path temporary;

    private ControlSocket(Path path, @Nullable Path temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** In a directory of its own below the system's temporary one when that would be too long. */
    static ControlSocket in(Path directory) {
        String name = "ssh-" + UUID.randomUUID().toString().substring(0, 8);
        Path wanted = directory.toAbsolutePath().normalize().resolve(name);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            if (wanted.toString().getBytes(UTF_8).length <= LONGEST_PATH) {
                if (!Files.isDirectory(directory)) {
                    Files.createDirectories(directory, ownerOnly);
                }
                return new ControlSocket(wanted, null);
            }
            Path temporary = Files.createTempDirectory("rsync-backup-", ownerOnly);
            return new ControlSocket(temporary.resolve(name), temporary);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for SSH connections, wanted " + directory, e);
        }
    }

    Path path() {
        return path;
    }

    /** One that a killed ssh left behind would keep others from sharing. */
    void clear() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            // an empty directory stays
        }
    }
}
