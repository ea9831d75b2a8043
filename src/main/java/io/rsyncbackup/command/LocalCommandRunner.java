package io.rsyncbackup.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.zeroturnaround.exec.MessageLoggers;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.StartedProcess;

/**
 * Runs programs on this host, each in a session of its own, so that its process id is its process group. The only class
 * that starts processes. Every process carries {@value #NODE_VARIABLE}, by which {@link Leftovers} finds what a killed
 * server left behind.
 */
public final class LocalCommandRunner implements CommandRunner {
    static final String NODE_VARIABLE = "RSYNC_BACKUP_SERVER_NODE";
    private static final int ENDED_BY_TERM = 128 + 15;

    private final String node;
    private final CommandLimits limits;

    public LocalCommandRunner(String node) {
        this(node, CommandLimits.DEFAULT);
    }

    /**
     * @param node this server's own id: what carries it in its environment belongs to this server
     */
    public LocalCommandRunner(String node, CommandLimits limits) {
        if (node.isBlank() || node.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a node id must not be blank");
        }
        this.node = node;
        this.limits = limits;
    }

    @Override
    public Map<String, String> marks() {
        return Map.of(NODE_VARIABLE, node);
    }

    @Override
    public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        if (stop.requested() || Thread.currentThread().isInterrupted()) {
            return new CommandResult(ENDED_BY_TERM, true, Duration.ZERO, "", "");
        }
        String id = UUID.randomUUID().toString();
        try {
            return run(command, id, output, stop);
        } catch (RuntimeException | Error e) {
            // such as no thread left for its output: a program that nobody watches must not go on
            Processes.end(() -> ProcessTable.carrying(ProcessGroup.VARIABLE, id), limits.grace(), Signals.DIRECT);
            throw e;
        }
    }

    private CommandResult run(Command command, String id, CommandOutput output, StopSignal stop) {
        long start = System.nanoTime();
        long startTicks = ProcessTable.ticks();
        OutputPumps pumps = new OutputPumps(command, output);
        StartedProcess started = start(command, id, pumps);

        boolean sudo = command.sudo();
        Signals signals = sudo ? Signals.throughSudo(this, command.program()) : Signals.DIRECT;
        ProcessGroup group = new ProcessGroup(started.getProcess(), id, startTicks, signals);
        Supervision supervision = new Supervision(command.program(), started.getProcess(), group, pumps, limits);
        AutoCloseable registration = stop.onRequest(supervision::requestEnd);
        try {
            supervision.untilNothingIsLeft();
            join(started.getFuture());
        } finally {
            close(registration);
            if (supervision.interrupted()) {
                Thread.currentThread().interrupt();
            }
        }
        rethrow(pumps);

        int exitCode = started.getProcess().exitValue();
        String notExecuted = Programs.notExecuted(exitCode, sudo, pumps.errorTail());
        if (notExecuted != null) {
            throw new CommandNotStartedException(
                    Programs.missing(notExecuted), new NoSuchFileException(notExecuted, null, pumps.errorTail()));
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        return new CommandResult(
                exitCode,
                supervision.stopped(),
                duration,
                pumps.outputTail(),
                pumps.errorTail(),
                supervision.leftSome());
    }

    private StartedProcess start(Command command, String id, OutputPumps pumps) {
        Map<String, String> environment = environment(command, id);
        List<String> argv =
                new ArrayList<>(List.of(find("setsid", Programs.PATH).toString(), "--"));
        argv.addAll(command.argv());
        find(command.program(), environment.getOrDefault("PATH", Programs.PATH));
        Path input = command.input();
        if (input != null && !Files.isReadable(input)) {
            throw new CommandNotStartedException(
                    command.program() + " cannot be run: its input " + input + " cannot be read",
                    new NoSuchFileException(input.toString()));
        }
        Map<String, String> changes = new HashMap<>();
        System.getenv().keySet().forEach(name -> changes.put(name, null));
        changes.putAll(environment);
        try {
            // zt-exec would log the environment, and that may hold a password
            return new ProcessExecutor(argv)
                    .environment(changes)
                    .redirectErrorStream(false)
                    .streams(pumps)
                    .exitValueAny()
                    .setMessageLogger(MessageLoggers.NOP)
                    .start();
        } catch (IOException e) {
            // its own message holds the environment too
            Throwable reason = e.getCause() == null ? new IOException("unknown reason") : e.getCause();
            throw new CommandNotStartedException(command.program() + " cannot be run: " + reason.getMessage(), reason);
        }
    }

    private Map<String, String> environment(Command command, String id) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", Programs.PATH);
        environment.put("LC_ALL", "C.UTF-8");
        // no such directory, hence no file in it that adds options of its own (~/.popt)
        environment.put("HOME", "/nonexistent");
        environment.putAll(command.environment());
        environment.putAll(marks());
        environment.put(ProcessGroup.VARIABLE, id);
        return environment;
    }

    private static Path find(String program, String searchPath) {
        Path file = Programs.find(program, searchPath);
        if (file == null) {
            throw new CommandNotStartedException(Programs.missing(program), new NoSuchFileException(program));
        }
        return file;
    }

    private static void rethrow(OutputPumps pumps) {
        Throwable failure = pumps.consumerFailure().getNow(null);
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private static void join(Future<?> future) {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // closing a stream of an ended process: nothing depends on it
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable registration) {
        try {
            registration.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot withdraw a registration for the stop signal", e);
        }
    }
}
