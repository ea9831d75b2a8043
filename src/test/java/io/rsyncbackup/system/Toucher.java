package io.rsyncbackup.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Something to do for every run: the same bytes with another time. */
final class Toucher implements AutoCloseable {
    private final Thread thread;

    Toucher(Path file) {
        thread = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                    Thread.sleep(300);
                }
            } catch (IOException | InterruptedException e) {
                // over
            }
        });
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
