package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.Storage;
import io.rsyncbackup.snapshot.SnapshotException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The programs that build and move snapshots, with what goes in front of each and where their lines go. */
final class Programs {
    private final Storage storage;
    private final List<String> prefix;
    private final CommandOutput output;

    Programs(Storage storage, List<String> prefix, Consumer<byte[]> log) {
        this.storage = storage;
        this.prefix = prefix;
        this.output = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                log.accept(line);
            }

            @Override
            public void err(byte[] line) {
                log.accept(line);
            }
        };
    }

    List<String> prefix() {
        return prefix;
    }

    CommandOutput output() {
        return output;
    }

    void log(byte[] line) {
        output.err(line);
    }

    /** @throws SnapshotException STOPPED when it was ended by the signal */
    CommandResult run(StopSignal stop, List<String> argv) {
        return run(stop, argv, output);
    }

    CommandResult run(StopSignal stop, List<String> argv, CommandOutput lines) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(argv);
        return run(stop, Command.of(whole), lines, argv.getFirst());
    }

    /** The same for a command that has the prefix already. */
    CommandResult run(StopSignal stop, Command whole, CommandOutput lines, String program) {
        CommandResult result = storage.runner().run(whole, lines, stop);
        if (result.stopped()) {
            throw new SnapshotException(Reason.STOPPED, program + " was stopped");
        }
        return result;
    }

    /** @throws IOException when its exit code is not 0; says what it printed */
    void require(StopSignal stop, String... argv) throws IOException {
        requireSuccess(argv[0], run(stop, List.of(argv)));
    }

    static void requireSuccess(String program, CommandResult result) throws IOException {
        if (!result.succeeded()) {
            throw new IOException(program + " ended with exit code " + result.exitCode() + ": "
                    + result.errorTail().strip());
        }
    }

    /** Atomically, within one file system, and never onto or into something that exists. */
    void rename(Path from, Path to) throws IOException {
        if (storage.exists(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        try {
            storage.rename(from, to);
        } catch (AccessDeniedException e) {
            if (prefix.isEmpty()) {
                throw e;
            }
            // a directory of another user's changes its parent only for root
            require(StopSignal.NEVER, "mv", "--no-target-directory", "--", from.toString(), to.toString());
        }
    }
}
