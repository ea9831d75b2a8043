package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The programs of one transfer: all with the same prefix, into the same log, stopped by the same signal. */
final class Session {
    private final CommandRunner runner;
    private final TransferRequest request;
    private final TransferListener listener;
    private final StopSignal stop;

    Session(CommandRunner runner, TransferRequest request, TransferListener listener, StopSignal stop) {
        this.runner = runner;
        this.request = request;
        this.listener = listener;
        this.stop = stop;
    }

    TransferRequest request() {
        return request;
    }

    TransferListener listener() {
        return listener;
    }

    Path scratch(String name) {
        return request.scratch().resolve(name);
    }

    /** Announces the command in the log and runs it on this host. */
    CommandResult run(List<String> argv, CommandOutput output) {
        Location.Daemon daemon = directDaemon();
        if (daemon == null) {
            return run(runner, request.prefix(), "$ ", Command.of(argv), output, stop);
        }
        long patience = Objects.requireNonNullElse(request.ioTimeoutSeconds(), RsyncCommands.SILENCE_SECONDS);
        try (SilentDaemon watch = SilentDaemon.watch(stop, daemon, Duration.ofSeconds(patience))) {
            CommandResult result = run(runner, request.prefix(), "$ ", Command.of(argv), output, watch);
            if (result.stopped() && watch.silent()) {
                throw TransferEndedException.with(RemoteEnding.silent(daemon.host(), patience));
            }
            return result;
        }
    }

    /** Behind a tunnel it is ssh that notices. */
    private Location.@Nullable Daemon directDaemon() {
        return Stream.of(request.source(), request.latest())
                .filter(Endpoint.Daemon.class::isInstance)
                .map(Endpoint.Daemon.class::cast)
                .filter(daemon -> daemon.tunnelPort() == null)
                .map(Endpoint.Daemon::location)
                .findFirst()
                .orElse(null);
    }

    /** The same where an endpoint is. */
    CommandResult runAt(Endpoint end, Command command, CommandOutput output) {
        return switch (end) {
            case Endpoint.Here here -> run(runner, request.prefix(), "$ ", command, output, stop);
            case Endpoint.OverSsh ssh -> run(ssh.there(), ssh.prefix(), ssh.host() + "$ ", command, output, stop);
            case Endpoint.Daemon daemon ->
                throw new IllegalStateException("a daemon runs no " + command.program() + ": " + daemon.text());
        };
    }

    private CommandResult run(
            CommandRunner where,
            List<String> prefix,
            String prompt,
            Command command,
            CommandOutput output,
            StopSignal until) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command.argv());
        log(prompt + commandLine(whole));
        CommandResult result = where.run(
                new Command(whole, command.environment(), command.input(), command.output(), command.feed()),
                output,
                until);
        if (stop.requested() || (result.stopped() && !until.requested())) {
            throw TransferEndedException.stopped();
        }
        return result;
    }

    /**
     * The same for a helper that must succeed.
     *
     * @param accepted exit codes beside 0
     */
    CommandResult runHelperAt(Endpoint end, Command command, CommandOutput output, Integer... accepted) {
        CommandResult result = runAt(end, command, output);
        if (result.exitCode() != 0 && !List.of(accepted).contains(result.exitCode())) {
            throw TransferEndedException.failed(
                    Failure.INTERNAL,
                    command.program() + (end instanceof Endpoint.OverSsh ssh ? " on " + ssh.host() : "")
                            + " failed with exit code " + result.exitCode() + ": " + lastLine(result.errorTail()));
        }
        return result;
    }

    void log(String line) {
        listener.log(line.getBytes(UTF_8));
    }

    String commandLine(List<String> argv) {
        StringJoiner line = new StringJoiner(" ");
        for (String argument : argv) {
            boolean plain = argument.matches("[\\w@%+=:,./-]+");
            line.add(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
        }
        return Names.readable(line.toString().getBytes(UTF_8));
    }

    List<String> withPrefix(List<String> argv) {
        List<String> whole = new ArrayList<>(request.prefix());
        whole.addAll(argv);
        return whole;
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
