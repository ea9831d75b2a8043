package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one command in a shared shell prints, up to the line on each stream that says that it has ended. */
final class ShellAnswer implements CommandOutput {
    private final String mark;
    private final CommandOutput output;
    private final Tail outputTail = new Tail();
    private final Tail errorTail = new Tail();
    private final CompletableFuture<Integer> reported = new CompletableFuture<>();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private boolean blankOut;
    private boolean blankErr;
    private volatile @Nullable Throwable failure;

    ShellAnswer(String id, CommandOutput output) {
        this.mark = id + " ";
        this.output = output;
    }

    /** Done when both streams have said all. */
    CompletableFuture<Integer> exitCode() {
        return exitCode;
    }

    @Override
    public void out(byte[] line) {
        String text = new String(line, UTF_8);
        if (text.startsWith(mark)) {
            reported.complete(Integer.parseInt(text.substring(mark.length())));
            return;
        }
        // the mark begins a line of its own, which may leave an empty one before it
        if (blankOut) {
            deliver(new byte[0]);
        }
        blankOut = line.length == 0;
        if (!blankOut) {
            deliver(line);
        }
    }

    @Override
    public void err(byte[] line) {
        if (new String(line, UTF_8).startsWith(mark)) {
            var unused = reported.thenAccept(exitCode::complete);
            return;
        }
        if (blankErr) {
            deliverError(new byte[0]);
        }
        blankErr = line.length == 0;
        if (!blankErr) {
            deliverError(line);
        }
    }

    private void deliver(byte[] line) {
        outputTail.add(line);
        guarded(() -> output.out(line));
    }

    private void deliverError(byte[] line) {
        errorTail.add(line);
        guarded(() -> output.err(line));
    }

    private void guarded(Runnable delivery) {
        if (failure != null) {
            return;
        }
        try {
            delivery.run();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** A consumer that threw must not go unnoticed. */
    void rethrow() {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    String outputTail() {
        return outputTail.text();
    }

    String errorTail() {
        return errorTail.text();
    }
}
