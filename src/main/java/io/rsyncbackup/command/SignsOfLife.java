package io.rsyncbackup.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The standard input of ssh: the program's own input, then a byte now and then for as long as it shall run. The end of
 * it, or silence, ends the program on the other host.
 */
final class SignsOfLife implements CommandInput, AutoCloseable {
    private final @Nullable Path file;
    private final long size;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param file the program's own input
     * @param size how much of it is sent; a file that has become shorter ends the program
     */
    SignsOfLife(@Nullable Path file, long size, Duration pause) {
        this.file = file;
        this.size = size;
        this.pause = pause;
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
        if (file != null && !copied(file, stream)) {
            return;
        }
        try {
            do {
                stream.write('.');
                stream.flush();
            } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing more is sent. */
    @Override
    public void close() {
        closed.countDown();
    }

    private boolean copied(Path input, OutputStream stream) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        try (InputStream bytes = Files.newInputStream(input)) {
            for (long left = size; left > 0; ) {
                int count = bytes.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0 || closed.getCount() == 0) {
                    return false;
                }
                stream.write(buffer, 0, count);
                left -= count;
            }
        }
        return true;
    }
}
