package io.rsyncbackup.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** Reads one stream of a program to its end. */
final class Pump implements Runnable {
    private final InputStream stream;
    private final ByteSink sink;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private volatile boolean reading;
    private volatile long readingSince;

    Pump(InputStream stream, ByteSink sink) {
        this.stream = stream;
        this.sink = sink;
    }

    @Override
    public void run() {
        // When the main process ends, the JDK takes this lock and closes the pipe, under a child that still prints. Not
        // held from the very start: what a child prints after a main process of a few milliseconds may be lost.
        synchronized (stream) {
            readToTheEnd();
        }
    }

    private void readToTheEnd() {
        try {
            byte[] buffer = new byte[16 * 1024];
            for (int count = read(buffer); count >= 0; count = read(buffer)) {
                sink.accept(buffer, count);
            }
        } catch (IOException e) {
            // closed under us: the process is gone, and so is whatever it might have said
        } finally {
            sink.end();
            finished.complete(null);
        }
    }

    CompletableFuture<Void> finished() {
        return finished;
    }

    /** Whether it has waited that long for the program to say something, not for the consumer of the lines. */
    boolean stuckFor(long nanos) {
        return reading && System.nanoTime() - readingSince >= nanos;
    }

    private int read(byte[] buffer) throws IOException {
        readingSince = System.nanoTime();
        reading = true;
        try {
            return stream.read(buffer);
        } finally {
            reading = false;
        }
    }
}
