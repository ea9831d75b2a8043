package io.rsyncbackup.command;

import io.rsyncbackup.log.LogMarks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.zeroturnaround.exec.stream.ExecuteStreamHandler;

/**
 * Feeds a program its input and delivers its output, one line at a time, while the program waits for a slow consumer.
 * The threads are platform threads: a read from a pipe would hold the carrier of a virtual one.
 */
final class OutputPumps implements ExecuteStreamHandler {
    private final Command command;
    private final CommandOutput output;
    private final Tail outputTail = new Tail();
    private final Tail errorTail = new Tail();
    private final List<Pump> pumps = new ArrayList<>();
    private final ReentrantLock delivery = new ReentrantLock();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final CompletableFuture<Throwable> consumerFailure = new CompletableFuture<>();
    private boolean closed;

    OutputPumps(Command command, CommandOutput output) {
        this.command = command;
        this.output = output;
    }

    @Override
    public void setProcessInputStream(OutputStream stream) throws IOException {
        CommandInput input = input();
        if (input == null) {
            stream.close();
            return;
        }
        thread("in", () -> {
            try (stream) {
                input.writeTo(stream);
            } catch (IOException e) {
                // the program ended, or closed its input, before it had read all: its own business
            }
        });
    }

    @Override
    public void setProcessOutputStream(InputStream stream) {
        Path file = command.output();
        pumps.add(
                file == null
                        ? new Pump(stream, new LineSplitter(line -> deliver(line, outputTail, CommandOutput::out)))
                        : new Pump(stream, new FileSink(file, consumerFailure)));
    }

    @Override
    public void setProcessErrorStream(InputStream stream) {
        pumps.add(new Pump(stream, new LineSplitter(line -> deliver(line, errorTail, CommandOutput::err))));
    }

    @Override
    public void start() {
        thread("out", pumps.getFirst());
        thread("err", pumps.getLast());
        var unused = CompletableFuture.allOf(
                        pumps.getFirst().finished(), pumps.getLast().finished())
                .thenRun(() -> drained.complete(null));
    }

    /** Returns when everything is delivered: only then may the caller close the streams. */
    @Override
    public void stop() {
        drained.join();
    }

    /** Done when both outputs are at their end and every line is delivered, or after {@link #abandon}. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Done when the consumer threw; nothing more is delivered to it then, but read on. */
    CompletableFuture<Throwable> consumerFailure() {
        return consumerFailure;
    }

    /** Nothing came for that long though the consumer waits: somebody else holds the pipe open. */
    boolean stuckFor(long nanos) {
        return pumps.stream().filter(pump -> !pump.finished().isDone()).allMatch(pump -> pump.stuckFor(nanos));
    }

    void abandon() {
        delivery.lock();
        try {
            closed = true;
        } finally {
            delivery.unlock();
        }
        drained.complete(null);
    }

    String outputTail() {
        return outputTail.text();
    }

    String errorTail() {
        return errorTail.text();
    }

    private @Nullable CommandInput input() {
        Path file = command.input();
        return file == null ? command.feed() : stream -> Files.copy(file, stream);
    }

    private void deliver(byte[] line, Tail tail, BiConsumer<CommandOutput, byte[]> stream) {
        delivery.lock();
        try {
            if (closed) {
                return;
            }
            tail.add(line);
            if (!consumerFailure.isDone()) {
                stream.accept(output, line);
            }
        } catch (Throwable e) {
            consumerFailure.complete(e);
        } finally {
            delivery.unlock();
        }
    }

    private void thread(String stream, Runnable work) {
        Thread.ofPlatform().daemon().name(command.program() + " " + stream).start(LogMarks.carried(work));
    }
}
