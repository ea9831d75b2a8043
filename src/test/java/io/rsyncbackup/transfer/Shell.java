package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts that make and change trees for tests. */
final class Shell {
    static final CommandRunner RUNNER = new LocalCommandRunner("transfer-test");

    private Shell() {}

    /** Lines that the script printed; bytes as ISO 8859-1, so that none is lost. */
    static List<String> run(Path directory, String script, String... arguments) {
        List<String> lines = new ArrayList<>();
        List<String> argv = new ArrayList<>(
                List.of("env", "--chdir=" + directory, "bash", "-e", "-o", "pipefail", "-c", script, "test"));
        argv.addAll(List.of(arguments));
        CommandOutput output = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                lines.add(new String(line, ISO_8859_1));
            }
        };
        CommandResult result = RUNNER.run(Command.of(argv), output, StopSignal.NEVER);
        if (!result.succeeded()) {
            throw new AssertionError(
                    "exit code " + result.exitCode() + " of " + script + ": " + requireNonNull(result.errorTail()));
        }
        return lines;
    }
}
