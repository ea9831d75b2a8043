package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Small programs on the host of a destination, their failures told as those of this host's file system are. */
final class RemotePrograms {
    private static final List<String> ABSENT = List.of("No such file or directory", "Not a directory");

    private final CommandRunner runner;
    private final Supplier<List<String>> prefix;

    /** @param prefix {@code sudo -n} where the account there is not root; asked for when it is needed */
    RemotePrograms(CommandRunner runner, Supplier<List<String>> prefix) {
        this.runner = runner;
        this.prefix = prefix;
    }

    /** The program's answer in one text; empty when it says that there is no such path. */
    Optional<String> ifExists(Path path, String... argv) throws IOException {
        Answer answer = new Answer();
        CommandResult result = run(List.of(argv), answer);
        if (!result.succeeded() && ABSENT.contains(reason(result))) {
            return Optional.empty();
        }
        requireSuccess(path, argv[0], result);
        return Optional.of(answer.text());
    }

    String require(Path path, String... argv) throws IOException {
        Answer answer = new Answer();
        lines(path, List.of(argv), answer);
        return answer.text();
    }

    /** @param path becomes the script's first argument */
    void script(Path path, String script, Consumer<byte[]> lines, String... arguments) throws IOException {
        lines(path, argv(path, script, arguments), lines);
    }

    /** The same; nothing is wrong when it says that there is no such path. */
    void scriptIfExists(Path path, String script, Consumer<byte[]> lines, String... arguments) throws IOException {
        CommandResult result = run(argv(path, script, arguments), lines);
        if (result.succeeded() || !ABSENT.contains(reason(result))) {
            requireSuccess(path, "sh", result);
        }
    }

    private static List<String> argv(Path path, String script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh", path.toString()));
        argv.addAll(List.of(arguments));
        return argv;
    }

    void lines(Path path, List<String> argv, Consumer<byte[]> lines) throws IOException {
        requireSuccess(path, argv.getFirst(), run(argv, lines));
    }

    CommandResult run(List<String> argv, Consumer<byte[]> lines) throws IOException {
        List<String> whole = new ArrayList<>(prefix.get());
        whole.addAll(argv);
        CommandOutput output = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                lines.accept(line);
            }
        };
        try {
            CommandResult result = runner.run(Command.of(whole), output, StopSignal.NEVER);
            refuseWithoutSudo(result);
            return result;
        } catch (CommandNotStartedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What sudo says of itself must not pass for what the program says of a path. */
    private static void refuseWithoutSudo(CommandResult result) {
        String said = lastLine(result);
        if (!result.succeeded() && said.startsWith("sudo: ")) {
            throw new DestinationException(
                    DestinationException.Reason.PERMISSION,
                    "the account on the other host cannot use sudo (" + said
                            + "); allow it there to run programs as root"
                            + " without a password (visudo), or give the plan sudo: false");
        }
    }

    /** A text of one or several lines, without the last line end. */
    private static final class Answer implements Consumer<byte[]> {
        private final StringJoiner lines = new StringJoiner("\n");

        @Override
        public void accept(byte[] line) {
            lines.add(new String(line, UTF_8));
        }

        String text() {
            return lines.toString();
        }
    }

    private static void requireSuccess(Path path, String program, CommandResult result) throws IOException {
        if (result.succeeded()) {
            return;
        }
        String reason = reason(result);
        String file = path.toString();
        throw switch (reason) {
            case "No such file or directory" -> new NoSuchFileException(file);
            case "File exists" -> new FileAlreadyExistsException(file);
            case "Permission denied" -> new AccessDeniedException(file);
            case "" -> new IOException(program + " ended with exit code " + result.exitCode() + " for " + file);
            default -> new FileSystemException(file, null, reason);
        };
    }

    /** What the last line says behind its last colon, as programs put the system's own words there. */
    private static String reason(CommandResult result) {
        String last = lastLine(result);
        return last.substring(last.lastIndexOf(": ") < 0 ? 0 : last.lastIndexOf(": ") + 2);
    }

    private static String lastLine(CommandResult result) {
        return result.errorTail()
                .strip()
                .lines()
                .reduce((first, second) -> second)
                .orElse("");
    }
}
