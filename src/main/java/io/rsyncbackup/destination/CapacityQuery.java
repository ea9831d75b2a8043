package io.rsyncbackup.destination;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Asks {@code stat} how full a file system is: Java does not tell inodes. */
final class CapacityQuery {
    private static final int FIELDS = 5;

    private final CommandRunner runner;

    CapacityQuery(CommandRunner runner) {
        this.runner = runner;
    }

    Capacity of(Path path) {
        CommandResult result =
                runner.run(Command.of("stat", "--file-system", "--format=%S %b %a %c %d", "--", path.toString()));
        if (!result.succeeded()) {
            throw new DestinationException(
                    Reason.UNAVAILABLE,
                    "the file system of " + path + " does not answer: "
                            + result.errorTail().strip());
        }
        return parse(result.outputTail());
    }

    @Nullable
    Capacity ifKnown(Path path) {
        try {
            return of(path);
        } catch (DestinationException | CommandNotStartedException e) {
            return null;
        }
    }

    /** Pure. */
    static Capacity parse(String line) {
        String[] fields = line.strip().split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("stat answered: " + line);
        }
        long block = Long.parseLong(fields[0]);
        boolean countsInodes = Long.parseLong(fields[3]) > 0;
        return new Capacity(
                block * Long.parseLong(fields[1]),
                block * Long.parseLong(fields[2]),
                countsInodes ? Long.parseLong(fields[4]) : -1);
    }
}
