package io.rsyncbackup.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log of one run: {@code 2026-11-22T18:05:09.123Z backup  text}. The file only ever grows. When it is nearly full
 * the last lines are kept in memory and follow at the end, after a line that says how much is missing between.
 */
final class RunLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int BUFFER = 64 * 1024;
    private static final long LARGEST_TAIL = 4 * 1024 * 1024;

    private final Path file;
    private final InstantSource clock;
    private final Secrets secrets;
    private final long headBytes;
    private final long tailBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> tail = new ArrayDeque<>();
    private @Nullable OutputStream out;
    private long written;
    private long tailSize;
    private long leftOutLines;
    private long leftOutBytes;
    private boolean full;
    private boolean broken;
    private Instant lastTime = Instant.MIN;
    private String lastTimeText = "";

    RunLog(Path file, long maxBytes, InstantSource clock, Secrets secrets) {
        this.file = file;
        this.clock = clock;
        this.secrets = secrets;
        this.tailBytes = Math.min(maxBytes / 4, LARGEST_TAIL);
        this.headBytes = maxBytes - tailBytes;
    }

    void line(String step, String text) {
        line(step, text.getBytes(StandardCharsets.UTF_8));
    }

    void line(String step, byte[] text) {
        byte[] clean = LogLine.escape(secrets.hide(text));
        lock.lock();
        try {
            append(compose(step, clean));
        } finally {
            lock.unlock();
        }
    }

    /** Makes what was written visible to readers of the file; answers its size. */
    long flush() {
        lock.lock();
        try {
            if (out != null && !broken) {
                out.flush();
            }
            return written;
        } catch (IOException e) {
            broke(e);
            return written;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (leftOutLines > 0) {
                write(compose(
                        "run",
                        ("… " + leftOutLines + " lines (" + leftOutBytes + " bytes) left out here …")
                                .getBytes(StandardCharsets.UTF_8)));
            }
            tail.forEach(this::write);
            tail.clear();
            full = true;
            if (out != null) {
                out.close();
                out = null;
                broken = true; // closed: what comes after the end is not written
            }
        } catch (IOException e) {
            broke(e);
        } finally {
            lock.unlock();
        }
    }

    private byte[] compose(String step, byte[] text) {
        Instant now = clock.instant();
        if (!now.equals(lastTime)) {
            lastTime = now;
            lastTimeText = TIME.format(now);
        }
        byte[] prefix = (lastTimeText + " " + step + "  ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[prefix.length + text.length + 1];
        System.arraycopy(prefix, 0, line, 0, prefix.length);
        System.arraycopy(text, 0, line, prefix.length, text.length);
        line[line.length - 1] = '\n';
        return line;
    }

    private void append(byte[] line) {
        if (!full && written + line.length <= headBytes) {
            write(line);
            return;
        }
        if (!full) {
            full = true;
            write(compose(
                    "run",
                    "the log has reached its size limit; the last lines follow when the run has ended"
                            .getBytes(StandardCharsets.UTF_8)));
        }
        tail.addLast(line);
        tailSize += line.length;
        while (tailSize > tailBytes && !tail.isEmpty()) {
            byte[] first = tail.removeFirst();
            tailSize -= first.length;
            leftOutBytes += first.length;
            leftOutLines++;
        }
    }

    private void write(byte[] line) {
        if (broken) {
            return;
        }
        try {
            if (out == null) {
                out = open();
            }
            out.write(line);
            written += line.length;
        } catch (IOException e) {
            broke(e);
        }
    }

    private OutputStream open() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND), BUFFER);
    }

    /** A log that cannot be written must not end a backup. */
    private void broke(IOException e) {
        if (!broken) {
            broken = true;
            LOG.warn("the log {} cannot be written, the run goes on without: {}", file, e.toString());
        }
    }
}
