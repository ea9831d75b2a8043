package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes names to a file, each with the same prefix and a NUL behind it. */
final class NameFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final byte[] prefix;
    private final OutputStream stream;
    private long count;

    NameFile(Path path, String prefix) throws IOException {
        this.path = path;
        this.prefix = prefix.getBytes(US_ASCII);
        this.stream = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
    }

    void add(byte[] name) {
        try {
            stream.write(prefix);
            stream.write(name);
            stream.write(0);
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void flush() throws IOException {
        stream.flush();
    }

    long count() {
        return count;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** What is done with each record of a file. */
    interface Reader {
        void accept(byte[] entry) throws IOException;
    }

    /** Reads a file of records that end in NUL, without the NUL. */
    static void read(Path file, Reader reader) throws IOException {
        try (Cursor cursor = new Cursor(file)) {
            for (byte[] entry = cursor.next(); entry != null; entry = cursor.next()) {
                reader.accept(entry);
            }
        }
    }

    /** Goes through such a file, record by record. */
    static final class Cursor implements AutoCloseable {
        private final InputStream input;
        private final byte[] buffer = new byte[BUFFER];
        private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
        private int position;
        private int end;

        Cursor(Path file) throws IOException {
            this.input = Files.newInputStream(file);
        }

        /** Null at the end. */
        byte @Nullable [] next() throws IOException {
            entry.reset();
            while (true) {
                int nul = Names.indexOf(buffer, (byte) 0, position, end);
                if (nul >= 0) {
                    entry.write(buffer, position, nul - position);
                    position = nul + 1;
                    return entry.toByteArray();
                }
                entry.write(buffer, position, end - position);
                position = 0;
                end = Math.max(0, input.read(buffer));
                if (end == 0) {
                    return null;
                }
            }
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
