package io.rsyncbackup.destination;

import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Asks {@code stat} how full a file system is: Java does not tell inodes. */
final class CapacityQuery {
    private static final int FIELDS = 5;

    private final Storage storage;

    CapacityQuery(Storage storage) {
        this.storage = storage;
    }

    Capacity of(Path path) {
        CommandResult result;
        try {
            result = storage.run("stat", "--file-system", "--format=%S %b %a %c %d", "--", path.toString());
        } catch (IOException e) {
            throw new DestinationException(Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
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
