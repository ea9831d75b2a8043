package io.rsyncbackup.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A run's log in gzip, in place of the plain one. */
record CompressedLog(Path plain) {
    static final String SUFFIX = ".gz";

    /** Its size does not fit into gzip's trailer. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private static final int BUFFER = 64 * 1024;

    Path file() {
        return plain.resolveSibling(plain.getFileName() + SUFFIX);
    }

    /** Whoever reads the plain one goes on; at no moment there is none. */
    void make() throws IOException {
        if (Files.size(plain) > LARGEST) {
            return;
        }
        Path unfinished = plain.resolveSibling(plain.getFileName() + SUFFIX + ".unfinished");
        Files.deleteIfExists(unfinished);
        try {
            write(unfinished);
        } catch (IOException e) {
            // on a full disk it would take the room that is missing
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, file(), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(plain);
    }

    private void write(Path unfinished) throws IOException {
        try (FileChannel channel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            OutputStream compressed = new GZIPOutputStream(Channels.newOutputStream(channel), BUFFER);
            Files.copy(plain, compressed);
            ((GZIPOutputStream) compressed).finish();
            channel.force(true);
        }
    }

    /** Bytes of the plain one. Throws NoSuchFileException. */
    long size() throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            ByteBuffer trailer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(trailer, channel.size() - 4);
            return Integer.toUnsignedLong(trailer.flip().getInt());
        }
    }

    /** The plain bytes from there on. Throws NoSuchFileException. */
    InputStream open(long from) throws IOException {
        InputStream stream = new GZIPInputStream(Files.newInputStream(file()), BUFFER);
        try {
            stream.skipNBytes(from);
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }
}
