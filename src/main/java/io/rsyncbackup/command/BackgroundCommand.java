package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.log.LogMarks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A program that runs for as long as its owner wants: a lock that is held, a tunnel. It ends with {@link #close()} in
 * every case; when it ends by itself, {@link #onEnd} tells.
 */
public final class BackgroundCommand implements AutoCloseable {
    private final ManualStop stop = new ManualStop();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<CommandResult> end = new CompletableFuture<>();

    private BackgroundCommand() {}

    /** Starts it and does not wait for anything. */
    public static BackgroundCommand launch(CommandRunner runner, Command command, CommandOutput output) {
        return launch(runner, command, output, line -> false);
    }

    /**
     * Starts it and returns when it has printed a line on standard output that says that it is ready.
     *
     * @param patience how long that may take
     * @param waiting stops the waiting, and the program
     * @throws CommandNotReadyException when it ended before, with its result, or took too long or was not wanted any
     *     more, then without; nothing of it runs then
     * @throws CommandNotStartedException as {@link CommandRunner#run} does
     * @throws ConnectionException as the runner of another host does
     */
    public static BackgroundCommand start(
            CommandRunner runner, Command command, Predicate<String> readyLine, Duration patience, StopSignal waiting) {
        BackgroundCommand started = launch(runner, command, CommandOutput.IGNORE, readyLine);
        try {
            started.awaitReady(command, patience, waiting);
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** The same when nobody may stop the waiting. */
    public static BackgroundCommand start(
            CommandRunner runner, Command command, Predicate<String> readyLine, Duration patience) {
        return start(runner, command, readyLine, patience, StopSignal.NEVER);
    }

    public boolean ended() {
        return end.isDone();
    }

    /** Runs the action once when the program ends, for whatever reason, or at once if it already has. */
    public void onEnd(Runnable action) {
        var unused = end.whenComplete((result, failure) -> action.run());
    }

    /** How it ended; exceptionally when it could not be started or its host was lost. */
    public CompletableFuture<CommandResult> end() {
        return end.copy();
    }

    /** Ends it, and returns when nothing of it runs any more. Never throws. */
    @Override
    public void close() {
        stop.request();
        boolean interrupted = false;
        while (true) {
            try {
                end.get();
                break;
            } catch (ExecutionException e) {
                // whoever wanted to know has been told
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static BackgroundCommand launch(
            CommandRunner runner, Command command, CommandOutput output, Predicate<String> readyLine) {
        BackgroundCommand background = new BackgroundCommand();
        CommandOutput watched = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                if (!background.ready.isDone() && readyLine.test(new String(line, UTF_8))) {
                    background.ready.complete(null);
                }
                output.out(line);
            }

            @Override
            public void err(byte[] line) {
                output.err(line);
            }
        };
        var unused = Thread.ofVirtual().name("background " + command.program()).start(LogMarks.carried(() -> {
            try {
                background.end.complete(runner.run(command, watched, background.stop));
            } catch (Throwable e) {
                background.end.completeExceptionally(e);
            }
        }));
        return background;
    }

    private void awaitReady(Command command, Duration patience, StopSignal waiting) {
        AutoCloseable registration = waiting.onRequest(stop::request);
        try (registration) {
            CompletableFuture.anyOf(ready, end).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!ready.isDone()) {
                throw new CommandNotReadyException(command.program() + " has ended before it was ready", end.join());
            }
        } catch (TimeoutException e) {
            throw new CommandNotReadyException(command.program() + " was not ready after " + patience, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandNotReadyException(command.program() + " is not wanted any more", null);
        } catch (ExecutionException | CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot withdraw a registration for the stop signal", e);
        }
    }
}
