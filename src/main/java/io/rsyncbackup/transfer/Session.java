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
import java.util.Map;
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

    /** Announces the command in the log and runs it. */
    CommandResult run(List<String> argv, CommandOutput output) {
        List<String> whole = withPrefix(argv);
        log("$ " + commandLine(whole));
        CommandResult result = runner.run(new Command(whole, Map.of(), null), output, stop);
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
    CommandResult runHelper(List<String> argv, CommandOutput output, Integer... accepted) {
        CommandResult result = run(argv, output);
        if (result.exitCode() != 0 && !List.of(accepted).contains(result.exitCode())) {
            throw TransferEndedException.failed(
                    Failure.INTERNAL,
                    argv.getFirst() + " failed with exit code " + result.exitCode() + ": "
                            + lastLine(result.errorTail()));
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
