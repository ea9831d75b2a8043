package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/** Small files that are there whole or not at all, after a power cut too. */
public final class DurableFiles {
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private DurableFiles() {}

    /** Replaces the file: temporary file, fsync, rename, fsync of the directory. */
    public static void write(Path file, byte[] content) throws IOException {
        Path temporary = writeTemporary(file, content);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        syncDirectory(directoryOf(file));
    }

    /**
     * The same for a file that must not be there yet.
     *
     * @throws FileAlreadyExistsException when someone else was faster
     */
    public static void create(Path file, byte[] content) throws IOException {
        Path temporary = writeTemporary(file, content);
        try {
            Files.createLink(file, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(directoryOf(file));
    }

    /** Makes the names in a directory durable. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Is it a temporary file that a killed server left behind? */
    public static boolean isTemporary(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".") && name.endsWith(TEMPORARY_SUFFIX);
    }

    static String temporaryName(Path file, UUID random) {
        return "." + file.getFileName() + "." + random + TEMPORARY_SUFFIX;
    }

    private static Path writeTemporary(Path file, byte[] content) throws IOException {
        Path temporary = directoryOf(file).resolve(temporaryName(file, UUID.randomUUID()));
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent());
    }
}
