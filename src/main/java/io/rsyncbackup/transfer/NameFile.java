package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            byte[] buffer = new byte[BUFFER];
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                int start = 0;
                for (int end = Names.indexOf(buffer, (byte) 0, 0, count);
                        end >= 0;
                        end = Names.indexOf(buffer, (byte) 0, start, count)) {
                    rest.write(buffer, start, end - start);
                    reader.accept(rest.toByteArray());
                    rest.reset();
                    start = end + 1;
                }
                rest.write(buffer, start, count - start);
            }
        }
    }
}
