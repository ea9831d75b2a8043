package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

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
        return run(runner, request.prefix(), "$ ", Command.of(argv), output);
    }

    /** The same where an endpoint is. */
    CommandResult runAt(Endpoint end, Command command, CommandOutput output) {
        return switch (end) {
            case Endpoint.Here here -> run(runner, request.prefix(), "$ ", command, output);
            case Endpoint.OverSsh ssh -> run(ssh.there(), ssh.prefix(), ssh.host() + "$ ", command, output);
            case Endpoint.Daemon daemon ->
                throw new IllegalStateException("a daemon runs no " + command.program() + ": " + daemon.text());
        };
    }

    private CommandResult run(
            CommandRunner where, List<String> prefix, String prompt, Command command, CommandOutput output) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command.argv());
        log(prompt + commandLine(whole));
        CommandResult result = where.run(
                new Command(whole, command.environment(), command.input(), command.output(), command.feed()),
                output,
                stop);
        if (result.stopped() || stop.requested()) {
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
