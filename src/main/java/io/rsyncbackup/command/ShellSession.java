package io.rsyncbackup.command;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One shell on another host for as long as it lives; used by one thread at a time. */
final class ShellSession implements AutoCloseable {
    private static final int ENDED_BY_TERM = 128 + 15;

    private final BlockingQueue<Optional<byte[]>> input = new LinkedBlockingQueue<>();
    private final Tail lastWords = new Tail();
    private final BackgroundCommand shell;
    private volatile @Nullable ShellAnswer current;

    ShellSession(CommandRunner local, List<String> argv) {
        shell = BackgroundCommand.launch(local, Command.of(argv).withInput(this::feed), new CommandOutput() {
            @Override
            public void out(byte[] line) {
                ShellAnswer answer = current;
                if (answer != null) {
                    answer.out(line);
                }
            }

            @Override
            public void err(byte[] line) {
                ShellAnswer answer = current;
                lastWords.add(line);
                if (answer != null) {
                    answer.err(line);
                }
            }
        });
        // once: a run of hours has thousands of commands
        shell.onEnd(() -> {
            ShellAnswer answer = current;
            if (answer != null) {
                answer.exitCode().complete(-1);
            }
        });
    }

    boolean ended() {
        return shell.ended();
    }

    String errorTail() {
        return lastWords.text();
    }

    /** @param lost throws what is to be thrown when the shell ended under the script */
    CommandResult run(String id, String script, CommandOutput output, StopSignal stop, Runnable lost) {
        long start = System.nanoTime();
        ShellAnswer answer = new ShellAnswer(id, output);
        current = answer;
        if (shell.ended()) {
            answer.exitCode().complete(-1);
        }
        AutoCloseable registration = stop.onRequest(() -> {
            answer.exitCode().complete(-1);
            input.add(Optional.empty());
        });
        int exitCode;
        try (registration) {
            input.add(Optional.of(SshShell.bytes(script)));
            exitCode = await(answer.exitCode());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot withdraw a registration for the stop signal", e);
        }
        boolean stopped =
                exitCode < 0 && (stop.requested() || Thread.currentThread().isInterrupted());
        if (exitCode < 0) {
            close();
        }
        answer.rethrow();
        if (exitCode < 0 && !stopped) {
            lost.run();
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        return new CommandResult(
                exitCode < 0 ? ENDED_BY_TERM : exitCode, stopped, duration, answer.outputTail(), answer.errorTail());
    }

    private static int await(CompletableFuture<Integer> exitCode) {
        try {
            return exitCode.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void feed(OutputStream stream) throws java.io.IOException {
        try {
            for (Optional<byte[]> next = input.take(); next.isPresent(); next = input.take()) {
                stream.write(next.get());
                stream.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        input.add(Optional.empty());
        shell.close();
    }
}
