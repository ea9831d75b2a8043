package io.rsyncbackup.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes an output to a file. What fails is told once, and the rest is dropped. */
final class FileSink implements ByteSink {
    private final Path file;
    private final CompletableFuture<Throwable> failure;
    private @Nullable OutputStream stream;

    FileSink(Path file, CompletableFuture<Throwable> failure) {
        this.file = file;
        this.failure = failure;
        try {
            stream = Files.newOutputStream(file);
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void accept(byte[] bytes, int count) {
        if (stream == null) {
            return;
        }
        try {
            stream.write(bytes, 0, count);
        } catch (IOException e) {
            end();
            fail(e);
        }
    }

    @Override
    public void end() {
        if (stream == null) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            fail(e);
        }
        stream = null;
    }

    private void fail(IOException e) {
        failure.complete(new UncheckedIOException("cannot write the output of a program to " + file, e));
    }
}
