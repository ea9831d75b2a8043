package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One external program with its arguments: a value before it is a process.
 *
 * @param argv program and arguments, never empty; elements contain no NUL
 * @param environment added to a clean environment ({@code PATH}, {@code LC_ALL=C.UTF-8}, empty {@code HOME})
 * @param input file that becomes standard input; absent means end of file at once
 * @param output file that standard output is written to, byte for byte, instead of being delivered by lines
 * @param feed writes standard input while the program runs, instead of a file
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        @Nullable Path input,
        @Nullable Path output,
        @Nullable CommandInput feed) {
    public Command {
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        for (String argument : argv) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an argument contains a NUL byte: " + argv.getFirst());
            }
        }
        if (!argv.stream().allMatch(UTF_8.newEncoder()::canEncode)) {
            throw new IllegalArgumentException("an argument cannot be written as UTF-8: " + argv.getFirst());
        }
        // the message names no value, which may be a password
        environment.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a variable of an environment: " + name.replace('\0', ' '));
            }
        });
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public Command(List<String> argv, Map<String, String> environment, @Nullable Path input) {
        this(argv, environment, input, null, null);
    }

    public static Command of(String... argv) {
        return new Command(List.of(argv), Map.of(), null);
    }

    public static Command of(List<String> argv) {
        return new Command(argv, Map.of(), null);
    }

    public Command withInput(Path file) {
        return new Command(argv, environment, file, output, null);
    }

    /** For what must be written bit by bit, or kept open. */
    public Command withInput(CommandInput writer) {
        return new Command(argv, environment, null, output, writer);
    }

    /** The file is made, or emptied, when the program starts. */
    public Command withOutput(Path file) {
        return new Command(argv, environment, input, file, feed);
    }

    /** The program's own name, as in {@code rsync}, for messages. */
    public String program() {
        return argv.getFirst();
    }

    boolean sudo() {
        return program().equals("sudo") || program().endsWith("/sudo");
    }

    /** Names the variables of the environment, but no value, which may be a password. */
    @Override
    public String toString() {
        return argv
                + (environment.isEmpty() ? "" : " with " + environment.keySet())
                + (input == null ? "" : " < " + input)
                + (output == null ? "" : " > " + output);
    }
}
