package io.rsyncbackup.command;

import io.rsyncbackup.log.LogMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Runs programs on another host over one shared connection. */
final class SshCommandRunner implements CommandRunner {
    private static final int ENDED_BY_TERM = 128 + 15;
    /** On top of what the other host takes to end a program, before ssh is ended here. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** The kernel takes no longer argument. */
    private static final int LONGEST_LINE = 128 * 1024 - 1;

    private final SshConnection connection;

    SshCommandRunner(SshConnection connection) {
        this.connection = connection;
    }

    @Override
    public Map<String, String> marks() {
        return connection.marks();
    }

    @Override
    public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        if (stop.requested() || Thread.currentThread().isInterrupted()) {
            return new CommandResult(ENDED_BY_TERM, true, Duration.ZERO, "", "");
        }
        String id = UUID.randomUUID().toString();
        long size = size(command);
        RemoteCommand remote = new RemoteCommand(
                command,
                id,
                connection.marks(),
                size,
                connection.limits().silence(),
                connection.limits().programs());
        String line = RemoteShell.line(remote);
        if (line.length() > LONGEST_LINE) {
            throw new CommandNotStartedException(
                    command.program() + " cannot be run on " + connection.host() + ": its arguments are too long",
                    new IOException(line.length() + " bytes"));
        }
        try {
            connection.open(stop);
        } catch (ConnectionException e) {
            if (stop.requested()) {
                return new CommandResult(ENDED_BY_TERM, true, Duration.ZERO, "", "");
            }
            throw e;
        }

        RemoteOutput watched = new RemoteOutput(id, output);
        ManualStop endingHere = new ManualStop();
        try (SignsOfLife signs =
                new SignsOfLife(command.input(), size, connection.limits().alive())) {
            Command ssh = Command.of(connection.argv(line)).withInput(signs);
            Path file = command.output();
            Command whole = file == null ? ssh : ssh.withOutput(file);
            Ending ending = new Ending(signs, endingHere);
            var onFailure = watched.consumerFailure().thenRun(ending::request);
            var onReport = watched.report().thenRun(() -> endingHere.requestAfter(limits().linger()));
            AutoCloseable registration = stop.onRequest(ending::request);
            CommandResult result;
            try (registration) {
                result = uninterrupted(() -> connection.local().run(whole, watched, endingHere), ending);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot withdraw a registration for the stop signal", e);
            }
            onFailure.cancel(false);
            onReport.cancel(false);
            return outcome(command, result, watched, ending.requested);
        }
    }

    private CommandResult outcome(Command command, CommandResult result, RemoteOutput watched, boolean stopped) {
        watched.end();
        rethrow(watched.consumerFailure().getNow(null));
        String missing = watched.missing();
        Integer reported = watched.exitCode();
        if (missing == null && reported != null) {
            missing = Programs.notExecuted(reported, command.sudo(), watched.errorTail());
        }
        if (missing != null) {
            throw new CommandNotStartedException(
                    Programs.missing(missing, connection.host()),
                    new NoSuchFileException(missing, null, watched.errorTail()));
        }
        if (reported == null && !stopped) {
            throw SshErrors.lost(connection.target(), command.program(), watched.errorTail());
        }
        return new CommandResult(
                reported == null ? ENDED_BY_TERM : reported,
                stopped,
                result.duration(),
                result.outputTail(),
                watched.errorTail());
    }

    private CommandLimits limits() {
        return connection.limits().programs();
    }

    /** What a stop does: silence, at which the other host ends the program and tells how; here only if it does not. */
    private final class Ending {
        private final SignsOfLife signs;
        private final ManualStop endingHere;
        private volatile boolean requested;

        private Ending(SignsOfLife signs, ManualStop endingHere) {
            this.signs = signs;
            this.endingHere = endingHere;
        }

        private void request() {
            requested = true;
            signs.close();
            endingHere.requestAfter(limits().grace().plus(LAST_WORDS));
        }
    }

    /** An interrupt is a request to stop; the flag is set again at the end. */
    private static CommandResult uninterrupted(java.util.concurrent.Callable<CommandResult> work, Ending ending) {
        FutureTask<CommandResult> task = new FutureTask<>(work);
        var unused = Thread.ofVirtual().name("ssh").start(LogMarks.carried(task));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    ending.request();
                } catch (ExecutionException e) {
                    rethrow(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long size(Command command) {
        Path input = command.input();
        try {
            return input == null ? 0 : Files.size(input);
        } catch (IOException e) {
            throw new CommandNotStartedException(
                    command.program() + " cannot be run: its input " + input + " cannot be read", e);
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
