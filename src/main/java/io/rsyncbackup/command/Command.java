package io.rsyncbackup.command;

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
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        @Nullable Path input) {
    public Command {
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        for (String argument : argv) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an argument contains a NUL byte: " + argv.getFirst());
            }
        }
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static Command of(String... argv) {
        return new Command(List.of(argv), Map.of(), null);
    }

    public static Command of(List<String> argv) {
        return new Command(argv, Map.of(), null);
    }

    public Command withInput(Path file) {
        return new Command(argv, environment, file);
    }

    /** The program's own name, as in {@code rsync}, for messages. */
    public String program() {
        return argv.getFirst();
    }
}
